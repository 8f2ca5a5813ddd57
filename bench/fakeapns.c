/* fakeapns - a loopback stand-in for APNs' provider API: HTTP/2 over TLS, POST /3/device/<hex token>.
 * build: cc -O2 -Wall -o fakeapns fakeapns.c -lnghttp2 -lssl -lcrypto
 * run:   fakeapns --port 2197 --cert server.pem --key server.key [--latency-ms 0] [--max-streams 1000]
 *                 [--gone-every N] [--throttle-every N] [--client-ca ca.pem] [--log FILE]
 *
 * Each push is answered 200 with an apns-id after --latency-ms; every N-th as 410 Unregistered (--gone-every) or
 * 429 TooManyRequests (--throttle-every).  Checks: method, path shape, JSON body with "mdm"; otherwise 400.
 * GET /stats answers JSON counters (and ?reset clears them):
 * With --stats FILE: SIGUSR1 writes the same counters to FILE, SIGUSR2 clears them.
 *   requests, ok, gone, bad, connections, open, max_inflight, first_ns, last_ns (monotonic), bytes, topics seen, push types.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <netinet/tcp.h>
#include <nghttp2/nghttp2.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static uint64_t now_ns(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return (uint64_t)t.tv_sec * 1000000000ull + t.tv_nsec; }
static void die(const char *m) { fprintf(stderr, "fakeapns: %s\n", m); exit(2); }

typedef struct conn conn;
typedef struct { conn *c; int32_t id; char path[160]; char method[8]; char body[512]; size_t bn; int topic, ptype, prio, exp; } strm;
struct conn { int fd; SSL *ssl; nghttp2_session *s; int hs, dead, inflight, wantw; char *out; size_t outn, outo, outcap; conn *next; };
typedef struct { uint64_t due; conn *c; int32_t id; int status; } timer; /* FIFO: the latency is constant */
static timer *tq; static size_t tn, th, tcap;
static conn *conns; static int ep; static SSL_CTX *ctx;
static int o_lat = 0, o_streams = 1000, o_gone = 0, o_thr = 0;
static struct { uint64_t requests, ok, gone, throttled, bad, conns, open, inflight, maxin, first, last, bytes, topic, ptype, prio, exp; } S;

typedef struct { char b[1024]; size_t n, o; } payload;
static ssize_t rd(nghttp2_session *s, int32_t id, uint8_t *b, size_t l, uint32_t *fl, nghttp2_data_source *src, void *u) {
	(void)s; (void)id; (void)u; payload *p = src->ptr; size_t k = p->n - p->o; if (k > l) k = l; memcpy(b, p->b + p->o, k); p->o += k;
	if (p->o == p->n) { *fl |= NGHTTP2_DATA_FLAG_EOF; free(p); } return k;
}
#define NV(n, v) {(uint8_t *)(n), (uint8_t *)(v), sizeof(n) - 1, strlen(v), NGHTTP2_NV_FLAG_NONE}
static void respond(conn *c, int32_t id, int status, const char *body) {
	static uint64_t ctr; char st[8], aid[48]; snprintf(st, sizeof st, "%d", status); ctr++;
	snprintf(aid, sizeof aid, "%08X-0000-4000-8000-%012llX", (unsigned)(ctr >> 16), (unsigned long long)(ctr & 0xffffffffffffull));
	nghttp2_nv nv[] = {NV(":status", st), NV("apns-id", aid), NV("content-type", "application/json")};
	if (!body) { nghttp2_submit_response(c->s, id, nv, 2, NULL); return; }
	payload *p = calloc(1, sizeof *p); p->n = strlen(body); memcpy(p->b, body, p->n); nghttp2_data_provider d = {.source.ptr = p, .read_callback = rd};
	nghttp2_submit_response(c->s, id, nv, 3, &d);
}
static void finish(conn *c, int32_t id, int status) {
	S.inflight--; c->inflight--; if (c->dead) return;
	if (status == 200) respond(c, id, 200, NULL); else if (status == 410) respond(c, id, 410, "{\"reason\":\"Unregistered\",\"timestamp\":1700000000000}");
	else if (status == 429) respond(c, id, 429, "{\"reason\":\"TooManyRequests\"}"); else respond(c, id, 400, "{\"reason\":\"BadDeviceToken\"}");
}
static int on_begin(nghttp2_session *s, const nghttp2_frame *f, void *u) {
	if (f->hd.type == NGHTTP2_HEADERS && f->headers.cat == NGHTTP2_HCAT_REQUEST) { strm *t = calloc(1, sizeof *t); t->c = u; t->id = f->hd.stream_id; nghttp2_session_set_stream_user_data(s, t->id, t); } return 0;
}
static int on_header(nghttp2_session *s, const nghttp2_frame *f, const uint8_t *n, size_t nl, const uint8_t *v, size_t vl, uint8_t fl, void *u) {
	(void)fl; (void)u; strm *t = nghttp2_session_get_stream_user_data(s, f->hd.stream_id); if (!t) return 0;
#define IS(k) (nl == sizeof(k) - 1 && !memcmp(n, k, nl))
	if (IS(":path")) snprintf(t->path, sizeof t->path, "%.*s", (int)vl, v); else if (IS(":method")) snprintf(t->method, sizeof t->method, "%.*s", (int)vl, v);
	else if (IS("apns-topic")) t->topic = 1; else if (IS("apns-push-type")) t->ptype = vl == 3 && !memcmp(v, "mdm", 3); else if (IS("apns-priority")) t->prio = 1; else if (IS("apns-expiration")) t->exp = 1;
	return 0;
}
static int on_data(nghttp2_session *s, uint8_t fl, int32_t id, const uint8_t *d, size_t n, void *u) {
	(void)fl; (void)u; strm *t = nghttp2_session_get_stream_user_data(s, id); if (t && t->bn + n < sizeof t->body) { memcpy(t->body + t->bn, d, n); t->bn += n; } S.bytes += n; return 0;
}
static const char *o_stats = NULL;
static void counters(char *b, size_t size) {
	snprintf(b, size, "{\"requests\":%llu,\"ok\":%llu,\"gone\":%llu,\"throttled\":%llu,\"bad\":%llu,\"connections\":%llu,\"open\":%llu,\"max_inflight\":%llu,\"seconds\":%.4f,\"bytes\":%llu,\"apns_topic\":%llu,\"push_type_mdm\":%llu,\"priority\":%llu,\"expiration\":%llu}\n",
		(unsigned long long)S.requests, (unsigned long long)S.ok, (unsigned long long)S.gone, (unsigned long long)S.throttled, (unsigned long long)S.bad, (unsigned long long)S.conns, (unsigned long long)S.open, (unsigned long long)S.maxin, S.last > S.first ? (double)(S.last - S.first) / 1e9 : 0.0, (unsigned long long)S.bytes, (unsigned long long)S.topic, (unsigned long long)S.ptype, (unsigned long long)S.prio, (unsigned long long)S.exp);
}
static void reset(void) { uint64_t o = S.open, i = S.inflight; memset(&S, 0, sizeof S); S.open = o; S.inflight = i; }
static void on_signal(int fd) {
	struct signalfd_siginfo i; if (read(fd, &i, sizeof i) != sizeof i) return;
	if (i.ssi_signo == SIGUSR2) { reset(); return; }
	char b[1000], t[600]; counters(b, sizeof b); snprintf(t, sizeof t, "%s.new", o_stats);
	FILE *f = fopen(t, "w"); if (!f) return; fputs(b, f); fclose(f); rename(t, o_stats);
}
static void request(conn *c, strm *t) {
	if (!strncmp(t->path, "/stats", 6)) {
		char b[1000]; counters(b, sizeof b);
		if (strstr(t->path, "reset")) reset();
		respond(c, t->id, 200, b); return;
	}
	uint64_t n = now_ns(); if (!S.requests) S.first = n; S.requests++; S.last = n; S.topic += t->topic; S.ptype += t->ptype; S.prio += t->prio; S.exp += t->exp;
	int st = 200; t->body[t->bn] = 0;
	if (strcmp(t->method, "POST") || strncmp(t->path, "/3/device/", 10) || strlen(t->path) < 18 || !strstr(t->body, "\"mdm\"")) { st = 400; S.bad++; }
	else if (o_gone && S.requests % o_gone == 0) { st = 410; S.gone++; } else if (o_thr && S.requests % o_thr == 0) { st = 429; S.throttled++; } else S.ok++;
	S.inflight++; c->inflight++; if (S.inflight > S.maxin) S.maxin = S.inflight;
	if (!o_lat) { finish(c, t->id, st); return; }
	if (tn == tcap) { size_t live = tn - th; if (th > tcap / 2) { memmove(tq, tq + th, live * sizeof *tq); } else { tcap = tcap ? tcap * 2 : 4096; tq = realloc(tq, tcap * sizeof *tq); if (th) memmove(tq, tq + th, live * sizeof *tq); } tn = live; th = 0; }
	tq[tn++] = (timer){n + (uint64_t)o_lat * 1000000, c, t->id, st};
}
static int on_frame(nghttp2_session *s, const nghttp2_frame *f, void *u) {
	if ((f->hd.type == NGHTTP2_HEADERS || f->hd.type == NGHTTP2_DATA) && (f->hd.flags & NGHTTP2_FLAG_END_STREAM)) { strm *t = nghttp2_session_get_stream_user_data(s, f->hd.stream_id); if (t) request(u, t); } return 0;
}
static int on_close(nghttp2_session *s, int32_t id, uint32_t e, void *u) { (void)e; (void)u; strm *t = nghttp2_session_get_stream_user_data(s, id); free(t); return 0; }
static ssize_t on_send(nghttp2_session *s, const uint8_t *d, size_t n, int fl, void *u) {
	(void)s; (void)fl; conn *c = u; if (c->outn + n > c->outcap) { c->outcap = (c->outn + n) * 2; c->out = realloc(c->out, c->outcap); } memcpy(c->out + c->outn, d, n); c->outn += n; return n;
}
static void kill_conn(conn *c) { if (c->dead) return; c->dead = 1; S.open--; epoll_ctl(ep, EPOLL_CTL_DEL, c->fd, NULL); SSL_free(c->ssl); close(c->fd); }
static void flush(conn *c) {
	if (c->dead || !c->hs) return;
	if (nghttp2_session_send(c->s)) { kill_conn(c); return; }
	while (c->outo < c->outn) { int r = SSL_write(c->ssl, c->out + c->outo, (int)(c->outn - c->outo)); if (r <= 0) { int e = SSL_get_error(c->ssl, r); if (e == SSL_ERROR_WANT_WRITE || e == SSL_ERROR_WANT_READ) break; ERR_clear_error(); kill_conn(c); return; } c->outo += r; }
	if (c->outo == c->outn) c->outo = c->outn = 0;
	int w = c->outn > 0; if (w != c->wantw) { c->wantw = w; struct epoll_event e = {.events = EPOLLIN | (w ? EPOLLOUT : 0), .data.ptr = c}; epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &e); }
	if (!nghttp2_session_want_read(c->s) && !nghttp2_session_want_write(c->s)) kill_conn(c);
}
static nghttp2_session_callbacks *cb;
static void io(conn *c) {
	if (c->dead) return;
	if (!c->hs) { int r = SSL_accept(c->ssl); if (r != 1) { int e = SSL_get_error(c->ssl, r); if (e == SSL_ERROR_WANT_READ || e == SSL_ERROR_WANT_WRITE) return; fprintf(stderr, "tls: %s\n", ERR_reason_error_string(ERR_peek_error())); ERR_clear_error(); kill_conn(c); return; }
		c->hs = 1; nghttp2_session_server_new(&c->s, cb, c); nghttp2_settings_entry iv[] = {{NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, (uint32_t)o_streams}, {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, 65535}};
		nghttp2_submit_settings(c->s, NGHTTP2_FLAG_NONE, iv, 2); nghttp2_submit_window_update(c->s, NGHTTP2_FLAG_NONE, 0, 1 << 24); }
	uint8_t b[16384];
	for (;;) { int r = SSL_read(c->ssl, b, sizeof b); if (r <= 0) { int e = SSL_get_error(c->ssl, r); if (e == SSL_ERROR_WANT_READ || e == SSL_ERROR_WANT_WRITE) break; ERR_clear_error(); kill_conn(c); return; }
		ssize_t k = nghttp2_session_mem_recv(c->s, b, r); if (k < 0) { kill_conn(c); return; } if (c->dead) return; }
	flush(c);
}
static int alpn(SSL *s, const unsigned char **o, unsigned char *ol, const unsigned char *in, unsigned il, void *a) { (void)s; (void)a; return nghttp2_select_next_protocol((unsigned char **)o, ol, in, il) == 1 ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL; }
int main(int argc, char **argv) {
	int port = 2197; const char *cert = "server.pem", *key = "server.key", *ca = NULL; int o;
	static struct option lo[] = {{"port", 1, 0, 'p'}, {"cert", 1, 0, 'c'}, {"key", 1, 0, 'k'}, {"latency-ms", 1, 0, 'l'}, {"max-streams", 1, 0, 's'}, {"gone-every", 1, 0, 'g'}, {"throttle-every", 1, 0, 't'}, {"client-ca", 1, 0, 'a'}, {"stats", 1, 0, 'S'}, {0}};
	while ((o = getopt_long(argc, argv, "", lo, NULL)) != -1) switch (o) { case 'p': port = atoi(optarg); break; case 'c': cert = optarg; break; case 'k': key = optarg; break; case 'l': o_lat = atoi(optarg); break; case 's': o_streams = atoi(optarg); break; case 'g': o_gone = atoi(optarg); break; case 't': o_thr = atoi(optarg); break; case 'a': ca = optarg; break; case 'S': o_stats = optarg; break; default: die("bad option"); }
	signal(SIGPIPE, SIG_IGN); ctx = SSL_CTX_new(TLS_server_method()); SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION); SSL_CTX_set_mode(ctx, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	if (SSL_CTX_use_certificate_chain_file(ctx, cert) != 1 || SSL_CTX_use_PrivateKey_file(ctx, key, SSL_FILETYPE_PEM) != 1) die("certificate");
	SSL_CTX_set_alpn_select_cb(ctx, alpn, NULL);
	if (ca) { if (!SSL_CTX_load_verify_locations(ctx, ca, NULL)) die("client-ca"); SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL); SSL_CTX_set_session_id_context(ctx, (unsigned char *)"a", 1); }
	nghttp2_session_callbacks_new(&cb); nghttp2_session_callbacks_set_send_callback(cb, on_send); nghttp2_session_callbacks_set_on_begin_headers_callback(cb, on_begin); nghttp2_session_callbacks_set_on_header_callback(cb, on_header);
	nghttp2_session_callbacks_set_on_data_chunk_recv_callback(cb, on_data); nghttp2_session_callbacks_set_on_frame_recv_callback(cb, on_frame); nghttp2_session_callbacks_set_on_stream_close_callback(cb, on_close);
	struct rlimit rl = {65536, 65536}; setrlimit(RLIMIT_NOFILE, &rl);
	int ls = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1; setsockopt(ls, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one); struct sockaddr_in sa = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	if (bind(ls, (void *)&sa, sizeof sa) || listen(ls, 1024)) die("bind"); ep = epoll_create1(0); struct epoll_event e = {.events = EPOLLIN, .data.ptr = NULL}; epoll_ctl(ep, EPOLL_CTL_ADD, ls, &e);
	struct epoll_event ev[256]; int sfd = -1;
	if (o_stats) { sigset_t m; sigemptyset(&m); sigaddset(&m, SIGUSR1); sigaddset(&m, SIGUSR2); sigprocmask(SIG_BLOCK, &m, NULL); sfd = signalfd(-1, &m, SFD_NONBLOCK); struct epoll_event x = {.events = EPOLLIN, .data.ptr = &sfd}; epoll_ctl(ep, EPOLL_CTL_ADD, sfd, &x); }
	for (;;) {
		int wait = -1; if (th < tn) { uint64_t n = now_ns(); wait = tq[th].due > n ? (int)((tq[th].due - n + 999999) / 1000000) : 0; }
		int k = epoll_wait(ep, ev, 256, wait);
		for (int i = 0; i < k; i++) {
			if (!ev[i].data.ptr) { for (;;) { int fd = accept4(ls, NULL, NULL, SOCK_NONBLOCK); if (fd < 0) break; setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one); conn *c = calloc(1, sizeof *c); c->fd = fd; c->ssl = SSL_new(ctx); SSL_set_fd(c->ssl, fd); S.conns++; S.open++; struct epoll_event x = {.events = EPOLLIN, .data.ptr = c}; epoll_ctl(ep, EPOLL_CTL_ADD, fd, &x); c->next = conns; conns = c; } }
			else if (ev[i].data.ptr == &sfd) on_signal(sfd);
			else io(ev[i].data.ptr);
		}
		if (th < tn) { uint64_t n = now_ns(); conn *last = NULL;
			while (th < tn && tq[th].due <= n) { timer t = tq[th++]; if (last && last != t.c) flush(last); finish(t.c, t.id, t.status); last = t.c; } if (last) flush(last); if (th == tn) th = tn = 0; }
		for (conn **pp = &conns; *pp;) { conn *c = *pp; if (c->dead && !c->inflight) { *pp = c->next; if (c->s) nghttp2_session_del(c->s); free(c->out); free(c); } else pp = &c->next; }
	}
}
