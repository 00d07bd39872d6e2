/* Runs a command and writes what it used: CPU seconds, wall seconds, peak memory in kB, status.
 *
 * usage: measure SECONDS REPORT COMMAND [ARGUMENT...]
 *
 * After SECONDS of wall time the command is killed. The status is its own, or 128 and the signal's number.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static pid_t child;

static void kill_child(int number) {
  (void)number;
  kill(child, SIGKILL);
}

static double seconds_of(struct timeval time) { return time.tv_sec + time.tv_usec / 1e6; }

int main(int argc, char **argv) {
  struct timespec start, end;
  struct rusage usage;
  struct sigaction action = {.sa_handler = kill_child};
  int status;
  FILE *report;
  if (argc < 4) return fprintf(stderr, "usage: measure SECONDS REPORT COMMAND [ARGUMENT...]\n"), 2;
  clock_gettime(CLOCK_MONOTONIC, &start);
  child = fork();
  if (child < 0) return perror("measure"), 3;
  if (child == 0) {
    execvp(argv[3], argv + 3);
    perror(argv[3]);
    _exit(127);
  }
  sigaction(SIGALRM, &action, NULL);
  alarm(atoi(argv[1]));
  while (wait4(child, &status, 0, &usage) < 0)
    if (errno != EINTR) return perror("measure"), 3;
  clock_gettime(CLOCK_MONOTONIC, &end);
  report = fopen(argv[2], "w");
  if (!report) return perror(argv[2]), 3;
  fprintf(report, "%.3f %.3f %ld %d\n", seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime),
          (end.tv_sec - start.tv_sec) + (end.tv_nsec - start.tv_nsec) / 1e9, usage.ru_maxrss,
          WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
  return fclose(report) == 0 ? 0 : 3;
}
