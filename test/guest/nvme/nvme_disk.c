// nvme_disk PORT NQN LOG verifies|reads LATENCY_US SECTORS SECTOR_BYTES FAULTS [SECTORS SECTOR_BYTES FAULTS]...
//
// An NVMe controller in user space, on the loopback: NVM Express TCP Transport 3. Every command for sectors is
// a line of LOG before it is answered, `NSID OPCODE LBA SECTORS STATUS`, every other one of the admin queue
// `admin OPCODE`.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "bytes.h"
#include "controller.h"

enum { IC_REQUEST = 0, IC_RESPONSE = 1, COMMAND = 4, RESPONSE = 5, DATA_TO_HOST = 7 };
enum { HEAD_BYTES = 8, IC_BYTES = 128, COMMAND_BYTES = 64, COMPLETION_BYTES = 16 };
enum { MAX_CONNECTIONS = 16, LAST_DATA = 4 };

// An answer on its way, in the order of their times.
struct pending {
  struct pending* next;
  uint64_t due_ns;
  uint16_t command_id;
  struct answer answer;
};

struct connection {
  int socket;
  int queue;
  struct pending* first;
};

static struct controller controller;
static struct connection connections[MAX_CONNECTIONS];
static size_t connected;
static FILE* commands;

static uint64_t now_ns(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static bool take(int socket, uint8_t* bytes, size_t count) {
  return recv(socket, bytes, count, MSG_WAITALL) == (ssize_t)count;
}

static bool give(int socket, const uint8_t* bytes, size_t count, int flags) {
  while (count > 0) {
    const ssize_t given = send(socket, bytes, count, MSG_NOSIGNAL | flags);
    if (given <= 0) return false;
    bytes += given;
    count -= (size_t)given;
  }
  return true;
}

static void put_head(uint8_t* head, int type, int flags, size_t header, size_t data) {
  head[0] = (uint8_t)type;
  head[1] = (uint8_t)flags;
  head[2] = (uint8_t)header;
  head[3] = data > 0 ? (uint8_t)header : 0;
  put_little(head + 4, header + data, 4);
}

static bool send_data(int socket, const struct pending* pending) {
  static const uint8_t zeros[1 << 17];
  const struct answer* answer = &pending->answer;
  const size_t bytes = answer->data_bytes;
  const size_t paged = bytes < PAGE_BYTES ? bytes : PAGE_BYTES;
  uint8_t head[24] = {0};
  put_head(head, DATA_TO_HOST, LAST_DATA, sizeof head, bytes);
  put_little(head + 8, pending->command_id, 2);
  put_little(head + 16, bytes, 4);
  return give(socket, head, sizeof head, MSG_MORE) &&
         give(socket, answer->page, paged, MSG_MORE) &&
         give(socket, zeros, bytes - paged, MSG_MORE);
}

static bool send_answer(const struct connection* connection, const struct pending* pending) {
  const struct answer* answer = &pending->answer;
  if (answer->data_bytes > 0 && !send_data(connection->socket, pending)) return false;
  uint8_t response[HEAD_BYTES + COMPLETION_BYTES] = {0};
  put_head(response, RESPONSE, 0, sizeof response, 0);
  uint8_t* completion = response + HEAD_BYTES;
  put_little(completion, answer->result, 8);
  put_little(completion + 10, (uint64_t)(connection->queue < 0 ? 0 : connection->queue), 2);
  put_little(completion + 12, pending->command_id, 2);
  put_little(completion + 14, (uint64_t)answer->status << 1, 2);
  return give(connection->socket, response, sizeof response, 0);
}

static void log_command(int queue, const uint8_t* command, uint16_t status) {
  if (queue < 0 || command[0] == 0x7f) return;
  if (queue == QUEUE_ADMIN) fprintf(commands, "admin %02x\n", command[0]);
  else {
    fprintf(commands, "%" PRIu64 " %02x %" PRIu64 " %" PRIu64 " %x\n", little(command + 4, 4),
            command[0], little(command + 40, 8), little(command + 48, 2) + 1, status);
  }
  fflush(commands);
}

static void take_command(struct connection* connection, const uint8_t* command) {
  struct pending* pending = calloc(1, sizeof *pending);
  const int queue = connection->queue;
  pending->command_id = (uint16_t)little(command + 2, 2);
  execute(&controller, &connection->queue, command, &pending->answer);
  log_command(queue, command, pending->answer.status);
  if (pending->answer.held) return free(pending);
  const bool is_io = queue > QUEUE_ADMIN;
  pending->due_ns = is_io ? now_ns() + controller.latency_us * UINT64_C(1000) : 0;
  struct pending** at = &connection->first;
  while (*at != NULL && (*at)->due_ns <= pending->due_ns) at = &(*at)->next;
  pending->next = *at;
  *at = pending;
}

// One PDU. What a command brings with it, Connect's data, means nothing here.
static bool hear(struct connection* connection) {
  uint8_t head[HEAD_BYTES], rest[8192];
  if (!take(connection->socket, head, sizeof head)) return false;
  const uint64_t bytes = little(head + 4, 4);
  if (bytes < HEAD_BYTES || bytes - HEAD_BYTES > sizeof rest) return false;
  if (!take(connection->socket, rest, bytes - HEAD_BYTES)) return false;
  if (head[0] == COMMAND && bytes >= HEAD_BYTES + COMMAND_BYTES) {
    take_command(connection, rest);
    return true;
  }
  if (head[0] != IC_REQUEST) return false;
  uint8_t response[IC_BYTES] = {0};
  put_head(response, IC_RESPONSE, 0, sizeof response, 0);
  put_little(response + 12, 1 << 17, 4);  // MAXH2CDATA
  return give(connection->socket, response, sizeof response, 0);
}

static bool answer_due(struct connection* connection, uint64_t now) {
  while (connection->first != NULL && connection->first->due_ns <= now) {
    struct pending* pending = connection->first;
    connection->first = pending->next;
    const bool sent = send_answer(connection, pending);
    free(pending);
    if (!sent) return false;
  }
  return true;
}

static void hang_up(size_t index) {
  struct connection* connection = &connections[index];
  close(connection->socket);
  for (struct pending *next, *each = connection->first; each != NULL; each = next) {
    next = each->next;
    free(each);
  }
  *connection = connections[--connected];
}

static void welcome(int listening) {
  const int socket = accept(listening, NULL, NULL);
  if (socket < 0) return;
  if (connected == MAX_CONNECTIONS) {
    close(socket);
    return;
  }
  const int one = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  connections[connected++] = (struct connection){socket, QUEUE_UNKNOWN, NULL};
}

static void serve(int listening) {
  struct pollfd polled[MAX_CONNECTIONS + 1];
  uint64_t due_ns = UINT64_MAX;
  for (size_t i = 0; i < connected; i++) {
    polled[i] = (struct pollfd){connections[i].socket, POLLIN, 0};
    const struct pending* first = connections[i].first;
    if (first != NULL && first->due_ns < due_ns) due_ns = first->due_ns;
  }
  polled[connected] = (struct pollfd){listening, POLLIN, 0};
  const uint64_t now = now_ns();
  const uint64_t left = due_ns > now ? due_ns - now : 0;
  const struct timespec limit = {(time_t)(left / 1000000000u), (long)(left % 1000000000u)};
  if (ppoll(polled, connected + 1, due_ns == UINT64_MAX ? NULL : &limit, NULL) < 0) return;
  const bool knocks = (polled[connected].revents & POLLIN) != 0;
  // From the last on: who hangs up is replaced by the last.
  for (size_t i = connected; i-- > 0;) {
    if (polled[i].revents != 0 && !hear(&connections[i])) hang_up(i);
    else if (!answer_due(&connections[i], now_ns())) hang_up(i);
  }
  if (knocks) welcome(listening);
}

static int listen_on(const char* port) {
  const int socket_fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  struct sockaddr_in address = {.sin_family = AF_INET};
  address.sin_port = htons((uint16_t)strtoul(port, NULL, 10));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool listens = bind(socket_fd, (const struct sockaddr*)&address, sizeof address) == 0 &&
                       listen(socket_fd, MAX_CONNECTIONS) == 0;
  return listens ? socket_fd : -1;
}

int main(int count, char** words) {
  if (count < 9 || count % 3 != 0) return 2;
  controller.name = words[2];
  controller.verifies = strcmp(words[4], "verifies") == 0;
  controller.latency_us = (uint32_t)strtoul(words[5], NULL, 10);
  for (int i = 6; i < count; i += 3) {
    if (!namespace_add(&controller, words[i], words[i + 1], words[i + 2])) return 2;
  }
  commands = fopen(words[3], "w");
  const int listening = listen_on(words[1]);
  if (commands == NULL || listening < 0) return perror(words[1]), 1;
  for (;;) serve(listening);
}
