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
static inline long kizuna_curl_response_code(CURL *handle) {
  long code = 0;
  return curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &code) == CURLE_OK ? code : 0;
}
static inline CURLcode kizuna_curl_begin(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }
#endif
