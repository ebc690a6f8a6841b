/* What the kinds of announce load have in common: who announces what, and how long answers took. */
#ifndef LOAD_H
#define LOAD_H

#include <netinet/in.h>
#include <stdint.h>

enum { SWARMS = 1000, PEERS = 100000, WANTED = 50 };
enum { BUCKETS = 100000, BUCKET_MICROS = 10 };

/* One thread's share of the load, and what it saw. */
struct load {
  struct sockaddr_in tracker;
  int udp;         /* BEP 15 instead of HTTP */
  int json;        /* POST /peers instead of GET /announce */
  int keep;        /* keep connections instead of one for each announce */
  int outstanding; /* announces under way at any time */
  double seconds;
  double rate;     /* announces per second at most; 0: as many as are answered */
  double began;
  long begun;      /* announces so far */
  uint64_t random;

  long answered, failed, lost, peers;
  uint32_t latencies[BUCKETS];
};

struct announce {
  uint32_t swarm, peer;
};

double now(void);
void begin(struct load *load);
int is_over(const struct load *load);
int may_announce(const struct load *load); /* as far as the rate goes */
struct announce next_announce(struct load *load);
int port_of(struct announce announce);
int is_seeder(struct announce announce);
void write_hash(char *to, struct announce announce);    /* 20 bytes, as text */
void write_peer_id(char *to, struct announce announce); /* 20 bytes, as text */
void note_answer(struct load *load, double began, long peers);

void run_udp(struct load *load);
void run_http(struct load *load);

#endif
