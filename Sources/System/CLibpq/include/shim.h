#ifndef KIZUNA_CLIBPQ_H
#define KIZUNA_CLIBPQ_H
// Debian keeps the header in a folder of its own.
#if __has_include(<libpq-fe.h>)
#include <libpq-fe.h>
#else
#include <postgresql/libpq-fe.h>
#endif

// Opens libpq for the functions of it that libpq.c has; they may be called after that, from any thread. NULL, or why it
// cannot be used: the words of the dynamic linker, which stay.
const char *kizuna_libpq_trouble(void);
#endif
