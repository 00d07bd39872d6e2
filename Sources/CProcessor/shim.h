#ifndef CAPTCP_PROCESSOR_H
#define CAPTCP_PROCESSOR_H

/* Asks the processor to bring the cache line of an address near. A hint: any address is allowed, nothing is read. */
static inline void captcp_prefetch(const void *address) {
  __builtin_prefetch(address);
}

#endif
