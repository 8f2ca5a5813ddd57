// libcurl, opened with the first mail: a server that sends none does without it, and without the thirty libraries that come
// with it and take three megabytes of each process. Functions of libcurl's names hand on to the ones of the same name.
#include "shim.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

#undef curl_easy_setopt
#undef curl_easy_getinfo

#define HANDED_ON(F) \
  F(CURL *, curl_easy_init, (void), ()) \
  F(CURLcode, curl_easy_perform, (CURL * handle), (handle)) \
  F(void, curl_easy_cleanup, (CURL * handle), (handle)) \
  F(const char *, curl_easy_strerror, (CURLcode code), (code)) \
  F(struct curl_slist *, curl_slist_append, (struct curl_slist * list, const char *text), (list, text)) \
  F(void, curl_slist_free_all, (struct curl_slist * list), (list))
#define FUNCTIONS(F) \
  HANDED_ON(F) \
  F(CURLcode, curl_global_init, (long flags), (flags)) \
  F(CURLcode, curl_easy_setopt, (CURL * handle, CURLoption option, ...), ) \
  F(CURLcode, curl_easy_getinfo, (CURL * handle, CURLINFO info, ...), )

#define POINTER(Result, name, parameters, arguments) Result(*name) parameters;
static struct {
  FUNCTIONS(POINTER)
} libcurl;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const char *trouble;

static void open_library(void) {
  void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    trouble = strdup(dlerror());
    return;
  }
#define FIND(Result, name, parameters, arguments) \
  if (trouble == NULL && (*(void **)&libcurl.name = dlsym(library, #name)) == NULL) trouble = strdup(dlerror());
  FUNCTIONS(FIND)
  if (trouble == NULL && libcurl.curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
    trouble = "libcurl could not be initialised.";
}

const char *kizuna_curl_trouble(void) {
  pthread_once(&once, open_library);
  return trouble;
}

#define HAND_ON(Result, name, parameters, arguments) \
  Result name parameters { return libcurl.name arguments; }
HANDED_ON(HAND_ON)

CURLcode kizuna_curl_set_text(CURL *handle, CURLoption option, const char *value) {
  return libcurl.curl_easy_setopt(handle, option, value);
}
CURLcode kizuna_curl_set_number(CURL *handle, CURLoption option, long value) {
  return libcurl.curl_easy_setopt(handle, option, value);
}
CURLcode kizuna_curl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
  return libcurl.curl_easy_setopt(handle, option, value);
}
CURLcode kizuna_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
  return libcurl.curl_easy_setopt(handle, option, value);
}
CURLcode kizuna_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
  return libcurl.curl_easy_setopt(handle, option, value);
}
CURLcode kizuna_curl_set_transfer(CURL *handle, CURLoption option, kizuna_curl_transfer value) {
  return libcurl.curl_easy_setopt(handle, option, value);
}
CURLcode kizuna_curl_set_progress(CURL *handle, kizuna_curl_progress value) {
  return libcurl.curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, value);
}
long kizuna_curl_verify_result(CURL *handle) {
  long result = 0;
  return libcurl.curl_easy_getinfo(handle, CURLINFO_SSL_VERIFYRESULT, &result) == CURLE_OK ? result : 0;
}
