// sat_disk UIO FAULTS LOG SECTORS SECTOR_BYTES fixed|descriptors ata|scsi HIDDEN
//
// A disk in user space, below the kernel's TCM (Documentation/target/tcmu-design.rst). Every command is
// a line of LOG before it is answered: its bytes, and the status.
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <linux/target_core_user.h>

#include "answers.h"

static struct tcmu_mailbox* mailbox;
static FILE* commands;

static struct tcmu_cmd_entry* entry_at(uint32_t offset) {
  return (struct tcmu_cmd_entry*)((char*)mailbox + mailbox->cmdr_off + offset);
}

static uint32_t behind(uint32_t offset, const struct tcmu_cmd_entry* entry) {
  return (offset + tcmu_hdr_get_len(entry->hdr.len_op)) % mailbox->cmdr_size;
}

static void bring(const struct tcmu_cmd_entry* entry, const struct answer* answer) {
  const uint8_t* from = answer->data;
  size_t left = answer->data_bytes;
  for (uint32_t i = 0; i < entry->req.iov_cnt; i++) {
    const struct iovec piece = entry->req.iov[i];
    char* to = (char*)mailbox + (size_t)piece.iov_base;
    const size_t taken = left < piece.iov_len ? left : piece.iov_len;
    memcpy(to, from, taken);
    memset(to + taken, 0, piece.iov_len - taken);
    from += taken;
    left -= taken;
  }
}

static void answer_entry(const struct disk* disk, struct tcmu_cmd_entry* entry) {
  uint8_t cdb[16];
  memcpy(cdb, (const char*)mailbox + entry->req.cdb_off, sizeof cdb);
  struct answer answer = {0};
  execute(disk, cdb, &answer);
  for (size_t i = 0; i < sizeof cdb; i++) fprintf(commands, "%02x ", cdb[i]);
  fprintf(commands, "%u\n", answer.status);
  fflush(commands);
  if (answer.status == 0) bring(entry, &answer);
  entry->rsp.scsi_status = answer.status;
  memcpy(entry->rsp.sense_buffer, answer.sense, SENSE_BYTES);
}

// Answers all that is there, in order.
static bool serve(const struct disk* disk) {
  bool any = false;
  while (mailbox->cmd_tail != __atomic_load_n(&mailbox->cmd_head, __ATOMIC_ACQUIRE)) {
    const uint32_t tail = mailbox->cmd_tail;
    struct tcmu_cmd_entry* entry = entry_at(tail);
    const uint32_t next = behind(tail, entry);
    if (tcmu_hdr_get_op(entry->hdr.len_op) == TCMU_OP_CMD) answer_entry(disk, entry);
    __atomic_store_n(&mailbox->cmd_tail, next, __ATOMIC_RELEASE);
    any = true;
  }
  return any;
}

static size_t map_bytes(const char* uio) {
  char path[128];
  snprintf(path, sizeof path, "/sys/class/uio/%s/maps/map0/size", strrchr(uio, '/') + 1);
  FILE* file = fopen(path, "r");
  unsigned long bytes = 0;
  if (file != NULL && fscanf(file, "%lx", &bytes) != 1) bytes = 0;
  if (file != NULL) fclose(file);
  return bytes;
}

int main(int count, char** words) {
  if (count != 9 || !faults_load(words[2])) return 2;
  const struct disk disk = {strtoull(words[4], NULL, 10), (uint32_t)strtoul(words[5], NULL, 10),
                            strcmp(words[6], "descriptors") == 0,
                            strtoull(words[8], NULL, 10), strcmp(words[7], "ata") == 0};
  commands = fopen(words[3], "w");
  const int uio = open(words[1], O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (commands == NULL || uio < 0) return perror(words[1]), 1;
  void* memory = mmap(NULL, map_bytes(words[1]), PROT_READ | PROT_WRITE, MAP_SHARED, uio, 0);
  if (memory == MAP_FAILED) return perror("mmap"), 1;
  mailbox = memory;
  for (;;) {
    uint32_t told = 0;
    if (serve(&disk) && write(uio, &told, sizeof told) < 0) perror("write");
    struct pollfd polled = {uio, POLLIN, 0};
    if (poll(&polled, 1, 1000) > 0 && read(uio, &told, sizeof told) < 0) perror("read");
  }
}
