// libpq, opened when it is first needed: a server on SQLite does without it, and without the twenty libraries that come with
// it and take two megabytes of each process. Each function here hands on to the one of the same name, which must
// be there: ask kizuna_libpq_trouble first.
#include "opening.h"

#include "../CLibpq/shim.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

#define FUNCTIONS(F) \
  F(void, PQclear, (PGresult * result), (result)) \
  F(char *, PQcmdStatus, (PGresult * result), (result)) \
  F(char *, PQcmdTuples, (PGresult * result), (result)) \
  F(PGconn *, PQconnectdbParams, (const char *const *keywords, const char *const *values, int expand), \
    (keywords, values, expand)) \
  F(void, PQconninfoFree, (PQconninfoOption * options), (options)) \
  F(PQconninfoOption *, PQconninfoParse, (const char *text, char **error), (text, error)) \
  F(int, PQconsumeInput, (PGconn * connection), (connection)) \
  F(int, PQenterPipelineMode, (PGconn * connection), (connection)) \
  F(char *, PQerrorMessage, (const PGconn *connection), (connection)) \
  F(PGresult *, PQexec, (PGconn * connection, const char *query), (connection, query)) \
  F(int, PQexitPipelineMode, (PGconn * connection), (connection)) \
  F(int, PQfformat, (const PGresult *result, int column), (result, column)) \
  F(void, PQfinish, (PGconn * connection), (connection)) \
  F(char *, PQfname, (const PGresult *result, int column), (result, column)) \
  F(void, PQfreemem, (void *memory), (memory)) \
  F(Oid, PQftype, (const PGresult *result, int column), (result, column)) \
  F(PGresult *, PQgetResult, (PGconn * connection), (connection)) \
  F(int, PQgetisnull, (const PGresult *result, int row, int column), (result, row, column)) \
  F(int, PQgetlength, (const PGresult *result, int row, int column), (result, row, column)) \
  F(char *, PQgetvalue, (const PGresult *result, int row, int column), (result, row, column)) \
  F(int, PQisBusy, (PGconn * connection), (connection)) \
  F(PGresult *, PQmakeEmptyPGresult, (PGconn * connection, ExecStatusType status), (connection, status)) \
  F(int, PQnfields, (const PGresult *result), (result)) \
  F(PGnotify *, PQnotifies, (PGconn * connection), (connection)) \
  F(int, PQntuples, (const PGresult *result), (result)) \
  F(int, PQpipelineSync, (PGconn * connection), (connection)) \
  F(char *, PQresultErrorField, (const PGresult *result, int field), (result, field)) \
  F(char *, PQresultErrorMessage, (const PGresult *result), (result)) \
  F(ExecStatusType, PQresultStatus, (const PGresult *result), (result)) \
  F(int, PQsendPrepare, \
    (PGconn * connection, const char *name, const char *query, int count, const Oid *types), \
    (connection, name, query, count, types)) \
  F(int, PQsendQuery, (PGconn * connection, const char *query), (connection, query)) \
  F(int, PQsendQueryParams, \
    (PGconn * connection, const char *query, int count, const Oid *types, const char *const *values, const int *lengths, \
     const int *formats, int format), \
    (connection, query, count, types, values, lengths, formats, format)) \
  F(int, PQsendQueryPrepared, \
    (PGconn * connection, const char *name, int count, const char *const *values, const int *lengths, const int *formats, \
     int format), \
    (connection, name, count, values, lengths, formats, format)) \
  F(PQnoticeProcessor, PQsetNoticeProcessor, (PGconn * connection, PQnoticeProcessor processor, void *context), \
    (connection, processor, context)) \
  F(int, PQsocket, (const PGconn *connection), (connection)) \
  F(ConnStatusType, PQstatus, (const PGconn *connection), (connection))

#define POINTER(Result, name, parameters, arguments) Result(*name) parameters;
static struct {
  FUNCTIONS(POINTER)
} libpq;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const char *trouble;

static void open_library(void) {
  void *library = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    trouble = strdup(dlerror());
    return;
  }
#define FIND(Result, name, parameters, arguments) \
  if (trouble == NULL && (*(void **)&libpq.name = dlsym(library, #name)) == NULL) trouble = strdup(dlerror());
  FUNCTIONS(FIND)
}

const char *kizuna_libpq_trouble(void) {
  pthread_once(&once, open_library);
  return trouble;
}

#define HAND_ON(Result, name, parameters, arguments) \
  Result name parameters { \
    pthread_once(&once, open_library); \
    return libpq.name arguments; \
  }
FUNCTIONS(HAND_ON)
