/* Announces over HTTP/1.1: GET /announce (BEP 3) or POST /peers, on connections that are kept or made anew each time. */
#define _GNU_SOURCE
#include "load.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { REQUEST_BYTES = 1024, ANSWER_BYTES = 32 * 1024, EVENTS = 64 };

struct connection {
  int socket;
  int waiting; /* for an answer, not for the connection */
  int resting; /* nothing to do until the rate lets it announce again */
  double began;
  size_t read, whole; /* bytes of the answer: read so far, and in all when the header has told */
  char answer[ANSWER_BYTES];
};

static void open_connection(struct load *load, struct connection *connection, int events) {
  int on = 1;
  connection->socket = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  setsockopt(connection->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  connection->began = now();
  connection->waiting = connection->resting = 0;
  if (connect(connection->socket, (struct sockaddr *)&load->tracker, sizeof load->tracker) && errno != EINPROGRESS) load->lost++;
  struct epoll_event event = {.events = EPOLLOUT, .data.ptr = connection};
  epoll_ctl(events, EPOLL_CTL_ADD, connection->socket, &event);
}

static void reopen(struct load *load, struct connection *connection, int events) {
  close(connection->socket);
  open_connection(load, connection, events);
}

static int write_get(struct load *load, char *to, struct announce announce) {
  char hash[21] = {0}, peer[21] = {0};
  write_hash(hash, announce);
  write_peer_id(peer, announce);
  return snprintf(to, REQUEST_BYTES,
                  "GET /announce?info_hash=%s&peer_id=%s&port=%d&uploaded=0&downloaded=0&left=%s&numwant=%d&compact=1 HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n",
                  hash, peer, port_of(announce), is_seeder(announce) ? "0" : "1000", WANTED, load->keep ? "" : "Connection: close\r\n");
}

static int write_post(char *to, struct announce announce) {
  char body[REQUEST_BYTES / 2];
  int length = snprintf(body, sizeof body,
                        "{\"peerId\":\"2d5449303230302d%048x\",\"infoHash\":\"%064x\",\"publicIp\":\"10.%u.%u.%u\",\"publicPort\":\"%d\",\"left\":%d,\"numWant\":%d}",
                        announce.peer, announce.swarm, announce.peer >> 16, announce.peer >> 8 & 0xFF, announce.peer & 0xFF, port_of(announce),
                        is_seeder(announce) ? 0 : 1000, WANTED);
  return snprintf(to, REQUEST_BYTES, "POST /peers HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", length, body);
}

/* Makes the next announce, now or when the rate allows it; 0 when it could not be sent. */
static int send_request(struct load *load, struct connection *connection) {
  connection->resting = !may_announce(load);
  if (connection->resting) return 1;
  char request[REQUEST_BYTES];
  struct announce announce = next_announce(load);
  int length = load->json ? write_post(request, announce) : write_get(load, request, announce);
  connection->waiting = 1;
  connection->read = connection->whole = 0;
  if (load->keep) connection->began = now();
  return send(connection->socket, request, length, MSG_NOSIGNAL) == length;
}

/* Whether the answer is all there. */
static int is_whole(struct connection *connection) {
  connection->answer[connection->read] = 0;
  if (!connection->whole) {
    char *body = strstr(connection->answer, "\r\n\r\n"), *length = body ? strcasestr(connection->answer, "content-length:") : NULL;
    if (length && length < body) connection->whole = body + 4 - connection->answer + strtoul(length + 15, NULL, 10);
  }
  return connection->whole && connection->read >= connection->whole;
}

static long peers_in(struct load *load, struct connection *connection) {
  if (load->json) {
    long peers = 0;
    for (char *at = connection->answer; (at = strstr(at, "\"peerId\"")); at++) peers++;
    return peers;
  }
  char *peers = strstr(connection->answer, "5:peers");
  return peers ? atol(peers + 7) / 6 : 0;
}

/* What to do when something has arrived; 0 when the connection is of no use any more. */
static int receive(struct load *load, struct connection *connection) {
  ssize_t more = recv(connection->socket, connection->answer + connection->read, ANSWER_BYTES - 1 - connection->read, 0);
  if (more < 0 && errno == EAGAIN) return 1;
  if (more <= 0) {
    load->lost++;
    return 0;
  }
  connection->read += more;
  if (!is_whole(connection)) return connection->read < ANSWER_BYTES - 1;
  if (strncmp(connection->answer + 9, "200", 3) || strstr(connection->answer, "failure reason")) load->failed++;
  else note_answer(load, connection->began, load->answered % 64 ? 0 : 64 * peers_in(load, connection));
  return load->keep && send_request(load, connection);
}

void run_http(struct load *load) {
  struct connection *connections = calloc(load->outstanding, sizeof *connections);
  struct epoll_event ready[EVENTS];
  int events = epoll_create1(0);
  for (int i = 0; i < load->outstanding; i++) open_connection(load, &connections[i], events);
  for (begin(load); !is_over(load);) {
    int count = epoll_wait(events, ready, EVENTS, load->rate ? 1 : 100);
    for (int i = 0; i < count; i++) {
      struct connection *connection = ready[i].data.ptr;
      if (connection->waiting) {
        if (!receive(load, connection)) reopen(load, connection, events);
      } else if (send_request(load, connection)) {
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
        epoll_ctl(events, EPOLL_CTL_MOD, connection->socket, &event);
      } else {
        load->lost++;
        reopen(load, connection, events);
      }
    }
    for (int i = 0; load->rate && i < load->outstanding && may_announce(load); i++) {
      if (connections[i].resting && !send_request(load, &connections[i])) reopen(load, &connections[i], events);
    }
  }
  for (int i = 0; i < load->outstanding; i++) close(connections[i].socket);
  close(events);
  free(connections);
}
