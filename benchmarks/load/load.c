/* Announces to a tracker for some seconds, as fast as it answers or RATE a second, and prints one line of JSON.
 *
 *   load udp|http|http-close|json ADDRESS PORT SECONDS [THREADS [OUTSTANDING [RATE]]]
 *
 * Peers out of 100,000 announce to swarms out of 1,000, both at random, a quarter of them as seeders, and want 50 others.
 * "http" keeps its connections, "http-close" makes one for each announce; "json" is POST /peers on connections that are kept.
 * A latency runs from sending (with a connection for each announce: from connecting) to the last byte of the answer. */
#include "load.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { MOST_THREADS = 8, MOST_SECONDS = 3600 };

double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static uint32_t next_random(uint64_t *state) { /* xorshift64 */
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state >> 16;
}

void begin(struct load *load) { load->began = now(); }

int is_over(const struct load *load) { return now() - load->began >= load->seconds; }

int may_announce(const struct load *load) { return load->rate == 0 || load->begun < load->rate * (now() - load->began); }

struct announce next_announce(struct load *load) {
  load->begun++;
  uint32_t swarm = next_random(&load->random) % SWARMS;
  return (struct announce){swarm, next_random(&load->random) % PEERS};
}

int port_of(struct announce announce) { return 1024 + announce.peer % 60000; }

int is_seeder(struct announce announce) { return announce.peer % 4 == 0; }

void write_hash(char *to, struct announce announce) {
  char text[24];
  snprintf(text, sizeof text, "%05u%05u%05u%05u", announce.swarm, announce.swarm, announce.swarm, announce.swarm);
  memcpy(to, text, 20);
}

void write_peer_id(char *to, struct announce announce) {
  char text[24];
  snprintf(text, sizeof text, "-XX0001-%012u", announce.peer);
  memcpy(to, text, 20);
}

void note_answer(struct load *load, double began, long peers) {
  double bucket = (now() - began) * 1e6 / BUCKET_MICROS;
  load->latencies[bucket < BUCKETS - 1 ? (int)bucket : BUCKETS - 1]++;
  load->peers += peers;
  load->answered++;
}

static void *run(void *load) {
  ((struct load *)load)->udp ? run_udp(load) : run_http(load);
  return NULL;
}

/* The latency below which that part of the answers lies, in microseconds. */
static double quantile(const uint32_t *latencies, double part) {
  uint64_t total = 0, below = 0;
  for (int i = 0; i < BUCKETS; i++) total += latencies[i];
  for (int i = 0; i < BUCKETS; i++) {
    below += latencies[i];
    if (total && below >= part * total) return (i + 0.5) * BUCKET_MICROS;
  }
  return -1;
}

static void report(struct load *loads, int threads) {
  static struct load sum;
  for (int i = 0; i < threads; i++) {
    sum.answered += loads[i].answered;
    sum.failed += loads[i].failed;
    sum.lost += loads[i].lost;
    sum.peers += loads[i].peers;
    for (int bucket = 0; bucket < BUCKETS; bucket++) sum.latencies[bucket] += loads[i].latencies[bucket];
  }
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  double cpu = used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
  printf("{\"rate\": %.0f, \"answered\": %ld, \"failed\": %ld, \"lost\": %ld, \"peers_each\": %.1f, \"p50_us\": %.0f, \"p99_us\": %.0f, \"cpu_s\": %.2f}\n",
         sum.answered / loads->seconds, sum.answered, sum.failed, sum.lost, sum.answered ? (double)sum.peers / sum.answered : 0,
         quantile(sum.latencies, 0.5), quantile(sum.latencies, 0.99), cpu);
}

static int usage(void) {
  fputs("usage: load udp|http|http-close|json ADDRESS PORT SECONDS [THREADS [OUTSTANDING [RATE]]]\n", stderr);
  return 2;
}

int main(int count, char **words) {
  if (count < 5 || count > 8) return usage();
  const char *kind = words[1];
  struct load load = {.udp = !strcmp(kind, "udp"), .json = !strcmp(kind, "json"), .keep = strcmp(kind, "http-close")};
  if (!load.udp && !load.json && strcmp(kind, "http") && load.keep) return usage();
  load.tracker = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(atoi(words[3]))};
  load.seconds = atof(words[4]);
  int threads = count > 5 ? atoi(words[5]) : 1;
  load.outstanding = count > 6 ? atoi(words[6]) : 64;
  load.rate = count > 7 ? atof(words[7]) / threads : 0;
  if (!inet_aton(words[2], &load.tracker.sin_addr) || load.seconds <= 0 || load.seconds > MOST_SECONDS || threads < 1 || threads > MOST_THREADS
      || load.outstanding < 1 || load.outstanding > 1024 || load.rate < 0) return usage();
  static struct load loads[MOST_THREADS];
  pthread_t running[MOST_THREADS];
  for (int i = 0; i < threads; i++) {
    loads[i] = load;
    loads[i].random = 88172645463325252ull + i * 7919 + time(NULL);
    if (pthread_create(&running[i], NULL, run, &loads[i])) return 1;
  }
  for (int i = 0; i < threads; i++) pthread_join(running[i], NULL);
  report(loads, threads);
  return 0;
}
