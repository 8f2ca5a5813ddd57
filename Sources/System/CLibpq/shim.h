#ifndef KIZUNA_CLIBPQ_H
#define KIZUNA_CLIBPQ_H
#include <libpq-fe.h>
#endif
