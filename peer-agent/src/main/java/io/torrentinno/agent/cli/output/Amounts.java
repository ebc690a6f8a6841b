package io.torrentinno.agent.cli.output;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Writes and reads amounts of bytes and time for people. */
public final class Amounts {
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,12})\\s*([KMGT]?)(i?)B?", Pattern.CASE_INSENSITIVE);
  private static final Pattern DURATION = Pattern.compile("(\\d{1,5})\\s*([smhd]?)");
  private static final String PREFIXES = "KMGT";

  private Amounts() {}

  /** {@code 256.0 MiB}; exact below 1 KiB. */
  public static String size(long bytes) {
    return scaled(bytes, 1024, PREFIXES, "iB");
  }

  /** {@code 268.4 MB/s}, in powers of 1000 as networks are measured. */
  public static String rate(long bytesPerSecond) {
    return scaled(bytesPerSecond, 1000, "kMGT", "B") + "/s";
  }

  /** {@code 1:02:03}, or {@code 2:03} below an hour; {@code -} when unknown. */
  public static String duration(@Nullable Long seconds) {
    if (seconds == null) {
      return "-";
    }
    long minutes = seconds / 60;
    return minutes < 60
        ? String.format(Locale.ROOT, "%d:%02d", minutes, seconds % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", minutes / 60, minutes % 60, seconds % 60);
  }

  private static String scaled(long amount, int base, String prefixes, String unit) {
    if (amount < base) {
      return amount + " B";
    }
    int prefix = -1;
    double scaled = (double) amount;
    while (scaled >= base && prefix < prefixes.length() - 1) {
      scaled /= base;
      prefix++;
    }
    return String.format(Locale.ROOT, "%.1f %s%s", scaled, prefixes.charAt(prefix), unit);
  }

  /** Reads {@code 65536}, {@code 64KiB}, {@code 1 GB}: {@code i} means powers of 1024. */
  public static final class SizeConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      Matcher size = SIZE.matcher(text.strip());
      if (!size.matches()) {
        throw new TypeConversionException("not a size such as 65536, 256KiB or 1GB: " + text);
      }
      long amount = Long.parseLong(size.group(1));
      String unit = size.group(2).toUpperCase(Locale.ROOT);
      int base = size.group(3).isEmpty() ? 1000 : 1024;
      int exponent = unit.isEmpty() ? 0 : PREFIXES.indexOf(unit) + 1;
      return Math.multiplyExact(amount, Math.powExact((long) base, exponent));
    }
  }

  /** Reads {@code 90s}, {@code 10m}, {@code 2h} or {@code 1d}; a number alone is seconds. */
  public static final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      Matcher duration = DURATION.matcher(text.strip());
      if (!duration.matches()) {
        throw new TypeConversionException("not a duration such as 90s, 10m, 2h or 1d: " + text);
      }
      long amount = Long.parseLong(duration.group(1));
      return switch (duration.group(2)) {
        case "m" -> Duration.ofMinutes(amount);
        case "h" -> Duration.ofHours(amount);
        case "d" -> Duration.ofDays(amount);
        default -> Duration.ofSeconds(amount);
      };
    }
  }

  /** Reads sizes, with or without {@code /s}, and {@code none}, which is 0. */
  public static final class RateConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      String size = text.endsWith("/s") ? text.substring(0, text.length() - 2) : text;
      return text.equals("none") ? 0L : new SizeConverter().convert(size);
    }
  }
}
