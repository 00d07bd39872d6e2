#include <stdio.h>
#include <sys/types.h>

#include <pcap/pcap.h>

// fopencookie(3) is hidden without _GNU_SOURCE, which a module cannot set for the C library's own module.
// The same function under a name of ours; the structure has the layout of cookie_io_functions_t.
struct captcp_stream_functions {
  ssize_t (*read)(void *cookie, char *buffer, size_t size);
  ssize_t (*write)(void *cookie, const char *buffer, size_t size);
  int (*seek)(void *cookie, off_t *offset, int whence);
  int (*close)(void *cookie);
};

extern FILE *captcp_open_stream(void *cookie, const char *mode, struct captcp_stream_functions functions)
    __asm__("fopencookie");
