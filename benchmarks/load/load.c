/* Announces to a tracker for some seconds, as fast as it answers or RATE a second, and prints one line of JSON.
 *
 *   load udp|http|http-close|json ADDRESS PORTS WARM-UP SECONDS THREADS OUTSTANDING RATE RENEWALS INTERVAL
 *
 * PORTS are those of one or more trackers, with commas; each has as many THREADS, and each thread has so many announces OUTSTANDING.
 * When WARM-UP seconds are over it prints a line, and counts from then on. RATE is that of all threads; 0 stands for no limit.
 *
 * Peers out of 100,000 announce to swarms out of 1,000, both at random, a quarter of them as seeders, and want 50 others.
 * RENEWALS is the share of them that announce again when INTERVAL seconds have passed. The others leave their place to a new one.
 * "http" keeps its connections, "http-close" makes one for each announce; "json" is POST /peers on connections that are kept.
 * A latency runs from sending (with a connection for each announce: from connecting) to the last byte of the answer. */
#include "load.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MOST_PORTS = 8, MOST_THREADS = 8, MOST_SECONDS = 3600 };

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

int is_over(struct load *load) {
  if (now() - load->began < (load->measures ? load->seconds : load->warm_up)) return 0;
  if (load->measures) return 1;
  load->measures = 1;
  load->begun = load->renewed = load->answered = load->failed = load->lost = load->peers = 0;
  memset(load->latencies, 0, sizeof load->latencies);
  begin(load);
  return 0;
}

int may_announce(const struct load *load) { return load->rate == 0 || load->begun < load->rate * (now() - load->began); }

/* Whether a peer announces again, and which; one that is due and does not is forgotten. */
static int next_renewal(struct load *load, struct announce *announce) {
  struct listed next = load->listed[load->first % MOST_LISTED];
  if (load->first == load->end || now() - next.since < load->interval) return 0;
  load->first++;
  *announce = next.announce;
  int renews = next_random(&load->random) < load->renewals * UINT32_MAX;
  load->renewed += renews;
  return renews;
}

struct announce next_announce(struct load *load) {
  load->begun++;
  struct announce announce;
  if (!next_renewal(load, &announce)) {
    announce.swarm = next_random(&load->random) % SWARMS;
    announce.peer = next_random(&load->random) % PEERS;
  }
  if (load->renewals > 0) {
    if (load->end - load->first == MOST_LISTED) load->first++;
    load->listed[load->end++ % MOST_LISTED] = (struct listed){announce, now()};
  }
  return announce;
}

int port_of(struct announce announce) { return 1024 + announce.peer % 60000; }

int is_seeder(struct announce announce) { return announce.peer % 4 == 0; }

void write_hash(char *to, struct announce announce) {
  char text[24];
  snprintf(text, sizeof text, "%020u", announce.swarm);
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
    sum.begun += loads[i].begun;
    sum.renewed += loads[i].renewed;
    sum.answered += loads[i].answered;
    sum.failed += loads[i].failed;
    sum.lost += loads[i].lost;
    sum.peers += loads[i].peers;
    for (int bucket = 0; bucket < BUCKETS; bucket++) sum.latencies[bucket] += loads[i].latencies[bucket];
  }
  printf("{\"rate\": %.0f, \"answered\": %ld, \"failed\": %ld, \"lost\": %ld, \"renewals\": %.2f, \"peers_each\": %.1f, \"p50_us\": %.0f, \"p99_us\": %.0f}\n",
         sum.answered / loads->seconds, sum.answered, sum.failed, sum.lost, sum.begun ? (double)sum.renewed / sum.begun : 0,
         sum.answered ? (double)sum.peers / sum.answered : 0, quantile(sum.latencies, 0.5), quantile(sum.latencies, 0.99));
}

static int usage(void) {
  fputs("usage: load udp|http|http-close|json ADDRESS PORTS WARM-UP SECONDS THREADS OUTSTANDING RATE RENEWALS INTERVAL\n", stderr);
  return 2;
}

/* Gives how many there are. */
static int read_ports(char *words, in_port_t *ports) {
  int count = 0;
  for (char *word = strtok(words, ","); word && count < MOST_PORTS; word = strtok(NULL, ",")) ports[count++] = htons(atoi(word));
  return count;
}

static int read_words(struct load *load, char **words) {
  const char *kind = words[1];
  load->udp = !strcmp(kind, "udp");
  load->json = !strcmp(kind, "json");
  load->keep = strcmp(kind, "http-close");
  if (!load->udp && !load->json && strcmp(kind, "http") && load->keep) return 0;
  load->tracker.sin_family = AF_INET;
  load->warm_up = atof(words[4]);
  load->seconds = atof(words[5]);
  load->outstanding = atoi(words[7]);
  load->rate = atof(words[8]);
  load->renewals = atof(words[9]);
  load->interval = atof(words[10]);
  return inet_aton(words[2], &load->tracker.sin_addr) && load->warm_up >= 0 && load->warm_up <= MOST_SECONDS && load->seconds > 0
      && load->seconds <= MOST_SECONDS && load->outstanding >= 1 && load->outstanding <= 1024 && load->rate >= 0 && load->renewals >= 0
      && load->renewals <= 1 && load->interval >= 0;
}

int main(int count, char **words) {
  static struct load load, loads[MOST_THREADS];
  in_port_t ports[MOST_PORTS];
  pthread_t running[MOST_THREADS];
  if (count != 11 || !read_words(&load, words)) return usage();
  int trackers = read_ports(words[3], ports), threads = trackers * atoi(words[6]);
  if (threads < 1 || threads > MOST_THREADS) return usage();
  for (int i = 0; i < threads; i++) {
    loads[i] = load;
    loads[i].tracker.sin_port = ports[i % trackers];
    loads[i].rate = load.rate / threads;
    loads[i].random = 88172645463325252ull + i * 7919 + time(NULL);
    loads[i].listed = calloc(MOST_LISTED, sizeof *loads[i].listed);
    if (!loads[i].listed || pthread_create(&running[i], NULL, run, &loads[i])) return 1;
  }
  usleep(load.warm_up * 1e6);
  puts("measuring");
  fflush(stdout);
  for (int i = 0; i < threads; i++) pthread_join(running[i], NULL);
  report(loads, threads);
  return 0;
}
