/* What the kinds of announce load have in common: which peer announces what, and how long answers took. */
#ifndef LOAD_H
#define LOAD_H

#include <netinet/in.h>
#include <stdint.h>

enum { SWARMS = 1000, PEERS = 100000, WANTED = 50 };
enum { BUCKETS = 100000, BUCKET_MICROS = 10 };
enum { MOST_LISTED = 1 << 22 };

struct announce {
  uint32_t swarm, peer;
};

/* An announce, and when it was made last. */
struct listed {
  struct announce announce;
  double since;
};

/* One thread's share of the load, and what it saw. */
struct load {
  struct sockaddr_in tracker;
  int udp;         /* BEP 15 instead of HTTP */
  int json;        /* POST /peers instead of GET /announce */
  int keep;        /* keep connections instead of one for each announce */
  int outstanding; /* announces under way at any time */
  double warm_up;  /* seconds of announces that are not counted */
  double seconds;  /* that are counted, after those */
  double rate;     /* announces per second at most; 0: as many as are answered */
  double renewals; /* the share of peers that announce again after the interval */
  double interval; /* in seconds */
  uint64_t random;

  double began;
  int measures;    /* the warm-up is over */
  long begun;      /* announces since began */
  struct listed *listed; /* a ring: those that will announce again, the next one first */
  uint64_t first, end;

  long renewed, answered, failed, lost, peers;
  uint32_t latencies[BUCKETS];
};

double now(void);
void begin(struct load *load);
int is_over(struct load *load); /* and begins to count when the warm-up is over */
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
