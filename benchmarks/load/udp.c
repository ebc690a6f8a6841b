/* Announces over UDP (BEP 15): one socket, so many outstanding at any time, sent and received many at a time. */
#define _GNU_SOURCE
#include "load.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CONNECT_BYTES = 16, REQUEST_BYTES = 98, HEADER_BYTES = 20, PEER_BYTES = 6, ANSWER_BYTES = 2048, BATCH = 64, WINDOW = 1024 };
enum { CONNECT = 0, ANNOUNCE = 1, GENERATION_BITS = 20 };
enum { IDLE_MICROS = 500 };
static const double PATIENCE = 0.5; /* seconds after which an answer is given up */
static const double RENEWAL = 20;   /* seconds after which a connection id is asked for anew; it is good for a minute or two */

struct window {
  int socket;
  unsigned char connection[8];
  double connected; /* when it was last asked for */
  int outstanding;
  struct { int busy; uint32_t generation; double sent; } slots[WINDOW];
};

static void put32(unsigned char *to, uint32_t value) {
  value = htonl(value);
  memcpy(to, &value, sizeof value);
}

static uint32_t get32(const unsigned char *from) {
  uint32_t value;
  memcpy(&value, from, sizeof value);
  return ntohl(value);
}

static int ask_to_connect(struct window *window) {
  unsigned char request[CONNECT_BYTES];
  put32(request, 0x417);
  put32(request + 4, 0x27101980);
  put32(request + 8, CONNECT);
  put32(request + 12, 4711);
  window->connected = now();
  return send(window->socket, request, sizeof request, 0) == sizeof request;
}

/* Whether an answer is a connection id, which is used from now on. */
static int takes_connection(struct window *window, const unsigned char *answer, size_t length) {
  if (length < CONNECT_BYTES || get32(answer) != CONNECT || get32(answer + 4) != 4711) return 0;
  memcpy(window->connection, answer + 8, sizeof window->connection);
  return 1;
}

static int connect_to(struct load *load, struct window *window) {
  unsigned char answer[ANSWER_BYTES];
  for (int attempt = 0; attempt < 10; attempt++) {
    if (!ask_to_connect(window)) continue;
    ssize_t length = recv(window->socket, answer, sizeof answer, 0);
    if (length > 0 && takes_connection(window, answer, length)) return 1;
  }
  fprintf(stderr, "no answer from port %d\n", ntohs(load->tracker.sin_port));
  return 0;
}

static void write_request(unsigned char *to, struct window *window, struct announce announce, int slot) {
  memset(to, 0, REQUEST_BYTES);
  memcpy(to, window->connection, sizeof window->connection);
  put32(to + 8, ANNOUNCE);
  put32(to + 12, (uint32_t)slot << GENERATION_BITS | window->slots[slot].generation);
  write_hash((char *)to + 16, announce);
  write_peer_id((char *)to + 36, announce);
  put32(to + 68, is_seeder(announce) ? 0 : 1000); /* the lower half of left */
  put32(to + 92, WANTED);
  to[96] = port_of(announce) >> 8;
  to[97] = port_of(announce) & 0xFF;
}

static void send_batch(struct load *load, struct window *window) {
  static __thread unsigned char requests[BATCH][REQUEST_BYTES];
  struct mmsghdr messages[BATCH];
  struct iovec parts[BATCH];
  int slots[BATCH], count = 0;
  double time = now();
  memset(messages, 0, sizeof messages);
  for (int slot = 0; slot < load->outstanding && count < BATCH && may_announce(load); slot++) {
    if (window->slots[slot].busy) continue;
    window->slots[slot].generation = (window->slots[slot].generation + 1) & ((1 << GENERATION_BITS) - 1);
    window->slots[slot].busy = 1;
    window->slots[slot].sent = time;
    write_request(requests[count], window, next_announce(load), slot);
    parts[count] = (struct iovec){requests[count], REQUEST_BYTES};
    messages[count].msg_hdr = (struct msghdr){.msg_iov = &parts[count], .msg_iovlen = 1};
    slots[count++] = slot;
  }
  int sent = count ? sendmmsg(window->socket, messages, count, 0) : 0;
  if (sent < 0) sent = 0;
  for (int i = sent; i < count; i++) window->slots[slots[i]].busy = 0;
  window->outstanding += sent;
}

static void take(struct load *load, struct window *window, const unsigned char *answer, size_t length) {
  if (length < 8 || takes_connection(window, answer, length)) return;
  uint32_t transaction = get32(answer + 4), slot = transaction >> GENERATION_BITS;
  if (slot >= WINDOW || !window->slots[slot].busy || window->slots[slot].generation != (transaction & ((1 << GENERATION_BITS) - 1))) return;
  window->slots[slot].busy = 0;
  window->outstanding--;
  if (get32(answer) == ANNOUNCE && length >= HEADER_BYTES && (length - HEADER_BYTES) % PEER_BYTES == 0)
    note_answer(load, window->slots[slot].sent, (length - HEADER_BYTES) / PEER_BYTES);
  else load->failed++;
}

static void receive_batch(struct load *load, struct window *window) {
  static __thread unsigned char answers[BATCH][ANSWER_BYTES];
  struct mmsghdr messages[BATCH];
  struct iovec parts[BATCH];
  memset(messages, 0, sizeof messages);
  for (int i = 0; i < BATCH; i++) {
    parts[i] = (struct iovec){answers[i], ANSWER_BYTES};
    messages[i].msg_hdr = (struct msghdr){.msg_iov = &parts[i], .msg_iovlen = 1};
  }
  int received = recvmmsg(window->socket, messages, BATCH, MSG_WAITFORONE, NULL);
  for (int i = 0; i < received; i++) take(load, window, answers[i], messages[i].msg_len);
  if (received > 0) return;
  double time = now();
  for (int slot = 0; slot < load->outstanding; slot++) {
    if (!window->slots[slot].busy || time - window->slots[slot].sent < PATIENCE) continue;
    window->slots[slot].busy = 0;
    window->outstanding--;
    load->lost++;
  }
}

void run_udp(struct load *load) {
  struct window *window = calloc(1, sizeof *window);
  struct timeval patience = {.tv_usec = 200000};
  int buffer = 4 << 20;
  window->socket = socket(AF_INET, SOCK_DGRAM, 0);
  setsockopt(window->socket, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
  setsockopt(window->socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (connect(window->socket, (struct sockaddr *)&load->tracker, sizeof load->tracker) || !connect_to(load, window)) {
    load->failed++;
  } else {
    for (begin(load); !is_over(load);) {
      if (now() - window->connected > RENEWAL) ask_to_connect(window);
      send_batch(load, window);
      if (window->outstanding) receive_batch(load, window);
      else usleep(IDLE_MICROS);
    }
  }
  close(window->socket);
  free(window);
}
