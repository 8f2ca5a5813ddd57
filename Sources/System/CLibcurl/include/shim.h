#ifndef KIZUNA_CLIBCURL_H
#define KIZUNA_CLIBCURL_H
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

// Opens libcurl and makes it ready; the functions of libcurl.c may be called after that, from any thread. NULL, or why it
// cannot be used, in words that stay.
const char *kizuna_curl_trouble(void);

// libcurl's setters take any type in one variadic call, which Swift cannot make: one typed function for each.
typedef size_t (*kizuna_curl_transfer)(char *buffer, size_t size, size_t count, void *context);
typedef int (*kizuna_curl_progress)(void *context, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

CURLcode kizuna_curl_set_text(CURL *handle, CURLoption option, const char *value);
CURLcode kizuna_curl_set_number(CURL *handle, CURLoption option, long value);
CURLcode kizuna_curl_set_size(CURL *handle, CURLoption option, curl_off_t value);
CURLcode kizuna_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value);
CURLcode kizuna_curl_set_pointer(CURL *handle, CURLoption option, void *value);
CURLcode kizuna_curl_set_transfer(CURL *handle, CURLoption option, kizuna_curl_transfer value);
CURLcode kizuna_curl_set_progress(CURL *handle, kizuna_curl_progress value);
// What the check of the peer's certificate found, an X509_V_ERR of OpenSSL; 0: its chain is right.
long kizuna_curl_verify_result(CURL *handle);
#endif
