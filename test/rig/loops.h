// The loop devices above a file. Whole in its header, for the one that takes the disk down.
#pragma once

#include <fcntl.h>
#include <linux/loop.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define MAX_LOOPS 256

// Detaches those that stand on `file`; one with other readers goes when the last of them closes.
static void detach_loops(const char* file) {
  for (int i = 0; i < MAX_LOOPS; i++) {
    char path[64], backing[4096] = "";
    snprintf(path, sizeof path, "/sys/block/loop%d/loop/backing_file", i);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) continue;
    ssize_t got = read(fd, backing, sizeof backing - 1);
    close(fd);
    if (got <= 0) continue;
    backing[strcspn(backing, "\n")] = 0;
    if (strcmp(backing, file) != 0) continue;
    snprintf(path, sizeof path, "/dev/loop%d", i);
    int loop = open(path, O_RDONLY | O_CLOEXEC);
    if (loop < 0) continue;
    ioctl(loop, LOOP_CLR_FD, 0);  // with other readers it goes when the last of them closes
    close(loop);
  }
}
