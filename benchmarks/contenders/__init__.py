"""The systems that benchmarks/transfer sets against each other."""
