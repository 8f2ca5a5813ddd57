#ifndef KIZUNA_CLIBCURL_H
#define KIZUNA_CLIBCURL_H
// libcurl's setters take any type in one variadic call, which Swift cannot make: one typed function for each.
#include <curl/curl.h>

typedef size_t (*kizuna_curl_transfer)(char *buffer, size_t size, size_t count, void *context);

static inline CURLcode kizuna_curl_set_text(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode kizuna_curl_set_number(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode kizuna_curl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode kizuna_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode kizuna_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode kizuna_curl_set_transfer(CURL *handle, CURLoption option, kizuna_curl_transfer value) {
  return curl_easy_setopt(handle, option, value);
}
typedef int (*kizuna_curl_progress)(void *context, curl_off_t, curl_off_t, curl_off_t, curl_off_t);
static inline CURLcode kizuna_curl_set_progress(CURL *handle, kizuna_curl_progress value) {
  return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, value);
}
// What the check of the peer's certificate found, an X509_V_ERR of OpenSSL; 0: its chain is right.
static inline long kizuna_curl_verify_result(CURL *handle) {
  long result = 0;
  return curl_easy_getinfo(handle, CURLINFO_SSL_VERIFYRESULT, &result) == CURLE_OK ? result : 0;
}
static inline CURLcode kizuna_curl_begin(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }
#endif
