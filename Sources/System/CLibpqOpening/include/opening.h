#ifndef KIZUNA_CLIBPQ_OPENING_H
#define KIZUNA_CLIBPQ_OPENING_H
// Opens libpq for the functions of it that libpq.c has; they may be called after that, from any thread. NULL, or why it
// cannot be used: the words of the dynamic linker, which stay.
const char *kizuna_libpq_trouble(void);
#endif
