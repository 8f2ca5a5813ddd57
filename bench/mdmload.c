/* mdmload - load generator for Apple MDM servers (HTTP/1.1, optional TLS / mutual TLS).
 * One thread, epoll, closed or open loop.  See README.md.
 * build: cc -O2 -Wall -o mdmload mdmload.c -lssl -lcrypto
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static void die(const char *f, ...) {
	va_list ap; va_start(ap, f); fprintf(stderr, "mdmload: "); vfprintf(stderr, f, ap); fputc('\n', stderr); va_end(ap); exit(2);
}
static uint64_t now_ns(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return (uint64_t)t.tv_sec * 1000000000ull + t.tv_nsec; }

/* ---------- growing buffer ---------- */
typedef struct { char *p; size_t n, cap; } buf;
static void b_need(buf *b, size_t k) { if (b->n + k + 1 > b->cap) { b->cap = (b->n + k + 1) * 2; b->p = realloc(b->p, b->cap); if (!b->p) die("memory"); } }
static void b_add(buf *b, const void *d, size_t k) { b_need(b, k); memcpy(b->p + b->n, d, k); b->n += k; b->p[b->n] = 0; }
static void b_str(buf *b, const char *s) { b_add(b, s, strlen(s)); }
static void b_fmt(buf *b, const char *f, ...) {
	va_list ap; char *s; va_start(ap, f); int n = vasprintf(&s, f, ap); va_end(ap); b_add(b, s, n); free(s);
}
static void b_free(buf *b) { free(b->p); memset(b, 0, sizeof *b); }

/* ---------- latency series ---------- */
typedef struct { uint32_t *v; size_t n, cap; } series;
static void s_add(series *s, uint64_t us) { if (s->n == s->cap) { s->cap = s->cap ? s->cap * 2 : 65536; s->v = realloc(s->v, s->cap * 4); } s->v[s->n++] = us > 0xffffffffu ? 0xffffffffu : (uint32_t)us; }
static int cmp32(const void *a, const void *b) { uint32_t x = *(uint32_t *)a, y = *(uint32_t *)b; return x < y ? -1 : x > y; }
static uint32_t pct(series *s, double p) { if (!s->n) return 0; size_t i = (size_t)(p * (double)s->n); if (i >= s->n) i = s->n - 1; return s->v[i]; }

/* ---------- options ---------- */
enum { A_NONE, A_HEADER, A_SIG, A_MTLS };
enum { M_ENROLL, M_IDLE, M_TOKEN, M_COMMAND, M_API };
static struct url { char host[256], port[16], path[4096]; int tls; struct sockaddr_storage sa; socklen_t salen; } u_cmd, u_chk;
static int o_auth = A_HEADER, o_mode = M_IDLE, o_conns = 16, o_rfc9440 = 1, o_rpc = 0, o_once = 0, o_resume = 0, o_batch = 1, o_apps = 0, o_quiet = 0, o_sticky = 0, o_ok = 200;
static double o_dur = 10, o_warm = 1, o_rate = 0;
static long o_first = 0, o_count = -1;
static const char *o_ids = "ids.tsv", *o_hname = "X-Client-Cert", *o_topic = "com.apple.mgmt.External.bench", *o_label = "", *o_cafile = NULL;
static const char *o_method = "PUT", *o_body = NULL;
static buf extra_hdr;

static void parse_url(const char *s, struct url *u) {
	memset(u, 0, sizeof *u);
	if (!strncmp(s, "https://", 8)) { u->tls = 1; s += 8; } else if (!strncmp(s, "http://", 7)) s += 7; else die("bad url %s", s);
	const char *sl = strchr(s, '/'); size_t hl = sl ? (size_t)(sl - s) : strlen(s);
	char hp[300]; snprintf(hp, sizeof hp, "%.*s", (int)hl, s);
	char *c = strrchr(hp, ':');
	if (c) { *c = 0; snprintf(u->port, sizeof u->port, "%s", c + 1); } else strcpy(u->port, u->tls ? "443" : "80");
	snprintf(u->host, sizeof u->host, "%s", hp);
	snprintf(u->path, sizeof u->path, "%s", sl ? sl : "/");
	struct addrinfo h = {.ai_socktype = SOCK_STREAM}, *r; if (getaddrinfo(u->host, u->port, &h, &r)) die("cannot resolve %s", u->host);
	memcpy(&u->sa, r->ai_addr, r->ai_addrlen); u->salen = r->ai_addrlen; freeaddrinfo(r);
}

/* ---------- devices ---------- */
typedef struct { char udid[64], serial[64]; int key; X509 *cert; unsigned char *der; int derlen; SSL_SESSION *sess; char *authhdr; char *req[4]; uint32_t reqlen[4]; } device;
enum { R_AUTH, R_TOKEN, R_IDLE, R_ACK, R_API, R_CYCLE, R_N };
static const char *rname[R_N] = {"Authenticate", "TokenUpdate", "Idle", "Result", "api", "cycle"};
static device *dev; static long ndev; static EVP_PKEY **keys; static int nkeys;
static SSL_CTX *ctx;

static const char *XH = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n<dict>\n";
static const char *XT = "</dict>\n</plist>\n";
static void kv(buf *b, const char *k, const char *v) { b_fmt(b, "\t<key>%s</key>\n\t<string>%s</string>\n", k, v); }
static char *b64(const unsigned char *d, size_t n) { char *o = malloc(n * 4 / 3 + 8); EVP_EncodeBlock((unsigned char *)o, d, (int)n); return o; }

static void body_auth(buf *b, device *d) {
	b_str(b, XH); kv(b, "BuildVersion", "24A335"); kv(b, "DeviceName", "Bench Mac"); kv(b, "MessageType", "Authenticate"); kv(b, "Model", "Mac14,2");
	kv(b, "ModelName", "MacBook Air"); kv(b, "OSVersion", "15.0"); kv(b, "ProductName", "Mac14,2"); kv(b, "SerialNumber", d->serial); kv(b, "Topic", o_topic); kv(b, "UDID", d->udid); b_str(b, XT);
}
static void body_token(buf *b, device *d) {
	unsigned char tok[32]; SHA256((unsigned char *)d->udid, strlen(d->udid), tok); char *t = b64(tok, 32);
	b_str(b, XH); b_str(b, "\t<key>AwaitingConfiguration</key>\n\t<false/>\n"); kv(b, "MessageType", "TokenUpdate"); kv(b, "PushMagic", d->udid);
	b_fmt(b, "\t<key>Token</key>\n\t<data>\n\t%s\n\t</data>\n", t); kv(b, "Topic", o_topic); kv(b, "UDID", d->udid); b_str(b, XT); free(t);
}
static void body_idle(buf *b, device *d) { b_str(b, XH); kv(b, "Status", "Idle"); kv(b, "UDID", d->udid); b_str(b, XT); }
static void body_ack(buf *b, device *d, const char *uuid) {
	b_str(b, XH); kv(b, "CommandUUID", uuid);
	if (o_apps > 0) {
		b_str(b, "\t<key>InstalledApplicationList</key>\n\t<array>\n");
		for (int i = 0; i < o_apps; i++)
			b_fmt(b, "\t\t<dict>\n\t\t\t<key>BundleSize</key>\n\t\t\t<integer>%d</integer>\n\t\t\t<key>Identifier</key>\n\t\t\t<string>com.example.app%d</string>\n\t\t\t<key>Name</key>\n\t\t\t<string>Example App %d</string>\n\t\t\t<key>ShortVersion</key>\n\t\t\t<string>%d.%d.1</string>\n\t\t\t<key>Version</key>\n\t\t\t<string>%d</string>\n\t\t</dict>\n", 1000000 + i * 7919, i, i, i % 20, i % 7, 10000 + i);
		b_str(b, "\t</array>\n");
	} else {
		b_str(b, "\t<key>QueryResponses</key>\n\t<dict>\n\t\t<key>AvailableDeviceCapacity</key>\n\t\t<real>176.92999267578125</real>\n\t\t<key>BuildVersion</key>\n\t\t<string>24A335</string>\n\t\t<key>DeviceCapacity</key>\n\t\t<real>245.10700225830078</real>\n\t\t<key>DeviceName</key>\n\t\t<string>Bench Mac</string>\n\t\t<key>IsActivationLockEnabled</key>\n\t\t<false/>\n\t\t<key>IsSupervised</key>\n\t\t<true/>\n\t\t<key>Model</key>\n\t\t<string>Mac14,2</string>\n\t\t<key>ModelName</key>\n\t\t<string>MacBook Air</string>\n\t\t<key>OSVersion</key>\n\t\t<string>15.0</string>\n\t\t<key>ProductName</key>\n\t\t<string>Mac14,2</string>\n");
		b_fmt(b, "\t\t<key>SerialNumber</key>\n\t\t<string>%s</string>\n\t\t<key>UDID</key>\n\t\t<string>%s</string>\n\t\t<key>WiFiMAC</key>\n\t\t<string>00:11:22:33:44:55</string>\n\t</dict>\n", d->serial, d->udid);
	}
	kv(b, "Status", "Acknowledged"); kv(b, "UDID", d->udid); b_str(b, XT);
}

static char *sign(device *d, const char *body, size_t n) { /* Mdm-Signature: base64(detached CMS) */
	BIO *in = BIO_new_mem_buf(body, (int)n);
	CMS_ContentInfo *c = CMS_sign(d->cert, keys[d->key], NULL, in, CMS_DETACHED | CMS_BINARY | CMS_NOSMIMECAP);
	if (!c) die("CMS_sign failed");
	unsigned char *der = NULL; int len = i2d_CMS_ContentInfo(c, &der); char *r = b64(der, len);
	OPENSSL_free(der); CMS_ContentInfo_free(c); BIO_free(in); return r;
}
static void build(buf *o, device *d, int kind, const char *body, size_t n) {
	int chk = kind == R_AUTH || kind == R_TOKEN; struct url *u = chk ? &u_chk : &u_cmd;
	b_fmt(o, "PUT %s HTTP/1.1\r\nHost: %s:%s\r\nUser-Agent: MDM/1.0\r\nContent-Type: application/x-apple-aspen-mdm%s\r\nContent-Length: %zu\r\n", u->path, u->host, u->port, chk ? "-checkin" : "", n);
	if (o_auth == A_HEADER) {
		if (!d->authhdr) {
			if (o_rfc9440) { char *s = b64(d->der, d->derlen); asprintf(&d->authhdr, ":%s:", s); free(s); }
			else {
				BIO *m = BIO_new(BIO_s_mem()); PEM_write_bio_X509(m, d->cert); char *p; long l = BIO_get_mem_data(m, &p); buf e = {0};
				for (long i = 0; i < l; i++) { unsigned char ch = p[i]; if (isalnum(ch) || strchr("-_.~", ch)) b_add(&e, &ch, 1); else b_fmt(&e, "%%%02X", ch); }
				BIO_free(m); d->authhdr = e.p;
			}
		}
		b_fmt(o, "%s: %s\r\n", o_hname, d->authhdr);
	} else if (o_auth == A_SIG) { char *s = sign(d, body, n); b_fmt(o, "Mdm-Signature: %s\r\n", s); free(s); }
	if (extra_hdr.n) b_add(o, extra_hdr.p, extra_hdr.n);
	b_str(o, "\r\n"); b_add(o, body, n);
}
static void prebuild(device *d, int kind) {
	buf b = {0}, o = {0};
	if (kind == R_AUTH) body_auth(&b, d); else if (kind == R_TOKEN) body_token(&b, d); else body_idle(&b, d);
	build(&o, d, kind, b.p, b.n); d->req[kind] = o.p; d->reqlen[kind] = (uint32_t)o.n; b_free(&b);
}
static void load_ids(void) {
	char kf[1024]; snprintf(kf, sizeof kf, "%s.keys", o_ids); FILE *f = fopen(kf, "r"); EVP_PKEY *k;
	if (f) { while ((k = PEM_read_PrivateKey(f, NULL, NULL, NULL))) { keys = realloc(keys, sizeof *keys * (nkeys + 1)); keys[nkeys++] = k; } fclose(f); ERR_clear_error(); }
	f = fopen(o_ids, "r"); if (!f) die("cannot open %s", o_ids);
	char *line = NULL; size_t cap = 0; ssize_t n; long i = 0;
	while ((n = getline(&line, &cap, f)) > 0) {
		if (i++ < o_first) continue;
		if (o_count >= 0 && ndev >= o_count) break;
		if ((ndev & 1023) == 0) dev = realloc(dev, sizeof *dev * (ndev + 1024));
		device *d = &dev[ndev++]; memset(d, 0, sizeof *d);
		char *sv, *t = strtok_r(line, "\t\n", &sv); snprintf(d->udid, sizeof d->udid, "%s", t);
		t = strtok_r(NULL, "\t\n", &sv); snprintf(d->serial, sizeof d->serial, "%s", t);
		d->key = atoi(strtok_r(NULL, "\t\n", &sv)); t = strtok_r(NULL, "\t\n", &sv);
		size_t l = strlen(t); d->der = malloc(l); d->derlen = EVP_DecodeBlock(d->der, (unsigned char *)t, (int)l);
		while (l && t[l - 1] == '=') { d->derlen--; l--; }
		const unsigned char *p = d->der; d->cert = d2i_X509(NULL, &p, d->derlen); if (!d->cert) die("bad certificate for %s", d->udid);
	}
	free(line); fclose(f); if (!ndev) die("no devices");
}

/* ---------- connections ---------- */
typedef struct { int fd, st, want; SSL *ssl; buf in, dyn; const char *out; size_t outn, outo; device *d; int kind, served, step; uint64_t t_req, t_op; int measured; size_t hdr_end; long clen; int chunked, close, status; struct url *u; long batch_i; } conn;
enum { C_FREE, C_CONN, C_TLS, C_WRITE, C_READ };
static int ep; static conn *cs; static series ser[R_N]; static uint64_t errs, badstatus, bytes_in, handshakes, resumed, cmds_got; static int laststatus; static char errsample[300];
static uint64_t t_start, t_meas, t_end; static long issued, finished, *perm;
static uint64_t arrivals;

static void arm(conn *c, uint32_t ev) { struct epoll_event e = {.events = ev, .data.ptr = c}; epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &e); }
static void c_close(conn *c) { if (c->ssl) { SSL_shutdown(c->ssl); SSL_free(c->ssl); c->ssl = NULL; } if (c->fd >= 0) close(c->fd); c->fd = -1; c->served = 0; c->in.n = 0; }
static int new_sess(SSL *s, SSL_SESSION *ss) { device *d = SSL_get_app_data(s); if (!d) return 0; if (d->sess) SSL_SESSION_free(d->sess); d->sess = ss; return 1; }
static void c_error(conn *c, const char *why) {
	errs++; if (!errsample[0]) snprintf(errsample, sizeof errsample, "%s: %s", why, c->status ? "http" : strerror(errno));
	c_close(c); c->st = C_FREE; finished++;
}
static void c_io(conn *c);
static void c_connect(conn *c, struct url *u) {
	c->fd = socket(u->sa.ss_family, SOCK_STREAM | SOCK_NONBLOCK, 0); if (c->fd < 0) { c_error(c, "socket"); return; }
	int one = 1; setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one); c->u = u;
	struct epoll_event e = {.events = EPOLLOUT, .data.ptr = c}; epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &e);
	c->st = C_CONN; if (connect(c->fd, (struct sockaddr *)&u->sa, u->salen) && errno != EINPROGRESS) c_error(c, "connect");
}
static void c_send(conn *c, int kind) {
	c->kind = kind; c->t_req = now_ns(); c->outo = 0; c->in.n = 0; c->hdr_end = 0; c->status = 0;
	if (kind == R_ACK || kind == R_API) { c->out = c->dyn.p; c->outn = c->dyn.n; } else { c->out = c->d->req[kind]; c->outn = c->d->reqlen[kind]; }
	struct url *u = (kind == R_AUTH || kind == R_TOKEN) ? &u_chk : &u_cmd;
	if (c->fd >= 0 && ((o_rpc > 0 && c->served >= o_rpc) || strcmp(c->u->port, u->port) || strcmp(c->u->host, u->host) || (o_auth == A_MTLS && SSL_get_app_data(c->ssl) != c->d))) c_close(c);
	if (c->fd < 0) { c_connect(c, u); return; }
	c->st = C_WRITE; c_io(c);
}
static void mk_uuid(char *o) { static uint64_t x = 0; if (!x) { x = now_ns() * 6364136223846793005ull + getpid(); } uint64_t a, b; x = x * 6364136223846793005ull + 1442695040888963407ull; a = x ^ x >> 29; x = x * 6364136223846793005ull + 1442695040888963407ull; b = x ^ x >> 31; sprintf(o, "%08X-%04X-4%03X-A%03X-%012llX", (unsigned)(a >> 32), (unsigned)(a >> 16) & 0xffff, (unsigned)a & 0xfff, (unsigned)(b >> 52) & 0xfff, (unsigned long long)(b & 0xffffffffffffull)); }
static void subst(buf *o, const char *s, long first, int n) {
	for (; *s; s++) {
		if (!strncmp(s, "{id}", 4)) { b_str(o, dev[perm[first]].udid); s += 3; }
		else if (!strncmp(s, "{ids}", 5)) { for (int i = 0; i < n; i++) { if (i) b_str(o, ","); b_str(o, dev[perm[(first + i) % ndev]].udid); } s += 4; }
		else if (!strncmp(s, "{idsjson}", 9)) { for (int i = 0; i < n; i++) b_fmt(o, "%s\"%s\"", i ? "," : "", dev[perm[(first + i) % ndev]].udid); s += 8; }
		else if (!strncmp(s, "{serial}", 8)) { b_str(o, dev[perm[first]].serial); s += 7; }
		else if (!strncmp(s, "{uuid}", 6)) { char u[40]; mk_uuid(u); b_str(o, u); s += 5; }
		else b_add(o, s, 1);
	}
}
static void start_op(conn *c, uint64_t t) {
	long units = o_mode == M_API ? (ndev + o_batch - 1) / o_batch : ndev, i = issued++ % units; if (o_sticky) i = (c - cs) % units;
	c->t_op = t; c->measured = t >= t_meas; c->step = 0;
	if (o_mode == M_API) {
		long f = i * o_batch; int n = o_batch; if (f + n > ndev) n = (int)(ndev - f);
		c->d = &dev[perm[f]]; c->dyn.n = 0; buf p = {0}, b = {0}; subst(&p, u_cmd.path, f, n); if (o_body) subst(&b, o_body, f, n);
		b_fmt(&c->dyn, "%s %s HTTP/1.1\r\nHost: %s:%s\r\nContent-Length: %zu\r\n", o_method, p.p, u_cmd.host, u_cmd.port, b.n);
		if (extra_hdr.n) b_add(&c->dyn, extra_hdr.p, extra_hdr.n);
		b_str(&c->dyn, "\r\n"); if (b.n) b_add(&c->dyn, b.p, b.n);
		b_free(&p); b_free(&b); c_send(c, R_API); return;
	}
	c->d = &dev[perm[i]];
	c_send(c, o_mode == M_ENROLL ? R_AUTH : o_mode == M_TOKEN ? R_TOKEN : R_IDLE);
}
static void op_done(conn *c) {
	uint64_t n = now_ns(); finished++;
	if (c->measured && o_mode == M_COMMAND && n <= t_end) s_add(&ser[R_CYCLE], (n - c->t_op) / 1000);
	c->st = C_FREE; c->d = NULL;
	if (c->close || (o_rpc > 0 && c->served >= o_rpc)) c_close(c);
}
static void resp_done(conn *c, const char *body, size_t bn) {
	uint64_t n = now_ns(); c->served++;
	if (c->status != o_ok) { badstatus++; laststatus = c->status; if (!errsample[0]) snprintf(errsample, sizeof errsample, "HTTP %d: %.*s", c->status, (int)(bn > 200 ? 200 : bn), body); }
	else if (c->measured && (o_once || n <= t_end)) {
		uint64_t t0 = (o_rate > 0 && c->step == 0) ? c->t_op : (o_rpc == 1 && c->step == 0 ? c->t_op : c->t_req);
		s_add(&ser[c->kind], (n - t0) / 1000);
	}
	c->step++; device *d = c->d;
	if (c->close) { c_close(c); c->close = 0; }
	if (c->kind == R_AUTH && c->status == 200) { c_send(c, R_TOKEN); return; }
	if (o_mode == M_COMMAND && c->status == 200 && bn > 0) {
		char *k = memmem(body, bn, "<key>CommandUUID</key>", 22), *s = k ? strstr(k, "<string>") : NULL, *e = s ? strstr(s, "</string>") : NULL;
		if (!e) { c_error(c, "no CommandUUID in response"); return; }
		char uuid[200]; snprintf(uuid, sizeof uuid, "%.*s", (int)(e - s - 8), s + 8); cmds_got++;
		buf b = {0}; body_ack(&b, d, uuid); c->dyn.n = 0; build(&c->dyn, d, R_ACK, b.p, b.n); b_free(&b); c_send(c, R_ACK); return;
	}
	op_done(c);
}
static void parse(conn *c, int eof) {
	if (!c->hdr_end) {
		char *e = memmem(c->in.p, c->in.n, "\r\n\r\n", 4); if (!e) { if (eof) c_error(c, "eof in headers"); return; }
		c->hdr_end = e - c->in.p + 4; *e = 0; c->status = atoi(c->in.p + 9); c->clen = -1; c->chunked = 0; c->close = 0;
		for (char *l = strstr(c->in.p, "\r\n"); l; l = strstr(l + 2, "\r\n")) { l += 2; if (!strncasecmp(l, "content-length:", 15)) c->clen = atol(l + 15); else if (!strncasecmp(l, "transfer-encoding: chunked", 26)) c->chunked = 1; else if (!strncasecmp(l, "connection: close", 17)) c->close = 1; l -= 2; }
		if (c->status == 204 || c->status == 304) c->clen = 0;
	}
	char *b = c->in.p + c->hdr_end; size_t n = c->in.n - c->hdr_end;
	if (c->chunked) {
		size_t o = 0, w = 0; /* look for a complete chunked body, then decode in place */
		for (;;) { char *nl = memmem(b + o, n - o, "\r\n", 2); if (!nl) goto more; size_t k = strtoul(b + o, NULL, 16), h = nl - b + 2; if (h + k + 2 > n) goto more; if (!k) break; o = h + k + 2; }
		for (o = 0;;) { char *nl = memmem(b + o, n - o, "\r\n", 2); size_t k = strtoul(b + o, NULL, 16), h = nl - b + 2; if (!k) break; memmove(b + w, b + h, k); w += k; o = h + k + 2; }
		b[w] = 0; resp_done(c, b, w); return;
	}
	if (c->clen < 0) { if (!eof) goto more; c->close = 1; resp_done(c, b, n); return; }
	if ((long)n >= c->clen) { resp_done(c, b, c->clen); return; }
more:
	if (eof) c_error(c, "eof in body");
}
static void c_io(conn *c) {
	for (;;) switch (c->st) {
	case C_CONN: { int e = 0; socklen_t l = sizeof e; getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &e, &l); if (e) { errno = e; c_error(c, "connect"); return; }
		if (!c->u->tls) { c->st = C_WRITE; break; }
		c->ssl = SSL_new(ctx); SSL_set_fd(c->ssl, c->fd); SSL_set_tlsext_host_name(c->ssl, c->u->host); SSL_set_app_data(c->ssl, c->d);
		if (o_auth == A_MTLS) { SSL_use_certificate(c->ssl, c->d->cert); SSL_use_PrivateKey(c->ssl, keys[c->d->key]); }
		if (o_resume && c->d->sess) SSL_set_session(c->ssl, c->d->sess);
		c->st = C_TLS; break; }
	case C_TLS: { int r = SSL_connect(c->ssl); if (r == 1) { handshakes++; resumed += SSL_session_reused(c->ssl); c->st = C_WRITE; break; }
		int e = SSL_get_error(c->ssl, r); if (e == SSL_ERROR_WANT_READ) { arm(c, EPOLLIN); return; } if (e == SSL_ERROR_WANT_WRITE) { arm(c, EPOLLOUT); return; }
		if (!errsample[0]) snprintf(errsample, sizeof errsample, "tls: %s", ERR_reason_error_string(ERR_peek_error()));
		ERR_clear_error(); c_error(c, "tls"); return; }
	case C_WRITE: { ssize_t r;
		if (c->ssl) { r = SSL_write(c->ssl, c->out + c->outo, (int)(c->outn - c->outo)); if (r <= 0) { int e = SSL_get_error(c->ssl, (int)r); if (e == SSL_ERROR_WANT_WRITE) { arm(c, EPOLLOUT); return; } if (e == SSL_ERROR_WANT_READ) { arm(c, EPOLLIN); return; } ERR_clear_error(); c_error(c, "tls write"); return; } }
		else { r = send(c->fd, c->out + c->outo, c->outn - c->outo, MSG_NOSIGNAL); if (r < 0) { if (errno == EAGAIN) { arm(c, EPOLLOUT); return; } if (c->served > 0) { c_close(c); c_connect(c, c->u); return; } c_error(c, "write"); return; } }
		c->outo += r; if (c->outo < c->outn) break;
		c->st = C_READ; arm(c, EPOLLIN); return; }
	case C_READ: { b_need(&c->in, 16384); ssize_t r;
		if (c->ssl) { r = SSL_read(c->ssl, c->in.p + c->in.n, 16384); if (r <= 0) { int e = SSL_get_error(c->ssl, (int)r); if (e == SSL_ERROR_WANT_READ) { arm(c, EPOLLIN); return; } if (e == SSL_ERROR_WANT_WRITE) { arm(c, EPOLLOUT); return; } ERR_clear_error(); r = 0; } }
		else { r = recv(c->fd, c->in.p + c->in.n, 16384, 0); if (r < 0) { if (errno == EAGAIN) { arm(c, EPOLLIN); return; } c_error(c, "read"); return; } }
		if (r == 0) { if (c->in.n) { parse(c, 1); return; } if (c->served > 0) { /* idle keep-alive closed by the server: retry once */ c_close(c); c->outo = 0; c_connect(c, c->u); return; } c_error(c, "closed before response"); return; }
		c->in.n += r; c->in.p[c->in.n] = 0; bytes_in += r; parse(c, 0); if (c->st != C_READ) return; if (!c->ssl) { return; } break; }
	default: return;
	}
}
static void usage(void) {
	fprintf(stderr, "usage: mdmload --mode enroll|idle|tokenupdate|command|api --url URL [--checkin-url URL] --ids ids.tsv\n"
		"  --auth header|sig|mtls|none   --cert-header NAME --cert-format rfc9440|urlpem\n"
		"  --conns N --duration S --warmup S | --once      --rate R (open loop, req/s)\n"
		"  --reqs-per-conn K (0 keep-alive)  --resume (TLS sessions)  --first I --count N  --topic T\n"
		"  --apps N (results of an InstalledApplicationList with N apps)  --header 'K: V'\n"
		"  api mode: --method M --body-file F --batch K; {id} {serial} {ids} {idsjson} {uuid} are replaced in URL path and body\n"
		"  --sticky (every connection stays with one device)  --expect STATUS (counted as answered; 200)\n"
		"  --label TEXT  --quiet\n"); exit(2);
}
int main(int argc, char **argv) {
	static struct option lo[] = {{"mode", 1, 0, 'm'}, {"url", 1, 0, 'u'}, {"checkin-url", 1, 0, 'k'}, {"ids", 1, 0, 'i'}, {"auth", 1, 0, 'a'}, {"cert-header", 1, 0, 'H'}, {"cert-format", 1, 0, 'F'}, {"conns", 1, 0, 'c'}, {"duration", 1, 0, 'd'}, {"warmup", 1, 0, 'w'}, {"once", 0, 0, '1'}, {"rate", 1, 0, 'r'}, {"reqs-per-conn", 1, 0, 'R'}, {"resume", 0, 0, 'S'}, {"first", 1, 0, 'f'}, {"count", 1, 0, 'n'}, {"topic", 1, 0, 't'}, {"apps", 1, 0, 'A'}, {"header", 1, 0, 'x'}, {"method", 1, 0, 'M'}, {"body-file", 1, 0, 'B'}, {"batch", 1, 0, 'b'}, {"label", 1, 0, 'l'}, {"cafile", 1, 0, 'C'}, {"quiet", 0, 0, 'q'}, {"sticky", 0, 0, 'y'}, {"expect", 1, 0, 'e'}, {0}};
	int o; const char *url = NULL, *chk = NULL, *bf = NULL;
	while ((o = getopt_long(argc, argv, "", lo, NULL)) != -1) switch (o) {
	case 'm': o_mode = !strcmp(optarg, "enroll") ? M_ENROLL : !strcmp(optarg, "idle") ? M_IDLE : !strcmp(optarg, "tokenupdate") ? M_TOKEN : !strcmp(optarg, "command") ? M_COMMAND : !strcmp(optarg, "api") ? M_API : (usage(), 0); break;
	case 'u': url = optarg; break; case 'k': chk = optarg; break; case 'i': o_ids = optarg; break;
	case 'a': o_auth = !strcmp(optarg, "header") ? A_HEADER : !strcmp(optarg, "sig") ? A_SIG : !strcmp(optarg, "mtls") ? A_MTLS : A_NONE; break;
	case 'H': o_hname = optarg; break; case 'F': o_rfc9440 = strcmp(optarg, "urlpem") != 0; break; case 'c': o_conns = atoi(optarg); break; case 'd': o_dur = atof(optarg); break; case 'w': o_warm = atof(optarg); break;
	case '1': o_once = 1; break; case 'r': o_rate = atof(optarg); break; case 'R': o_rpc = atoi(optarg); break; case 'S': o_resume = 1; break; case 'f': o_first = atol(optarg); break; case 'n': o_count = atol(optarg); break; case 't': o_topic = optarg; break;
	case 'A': o_apps = atoi(optarg); break; case 'x': b_fmt(&extra_hdr, "%s\r\n", optarg); break; case 'M': o_method = optarg; break; case 'B': bf = optarg; break; case 'b': o_batch = atoi(optarg); break; case 'l': o_label = optarg; break; case 'C': o_cafile = optarg; break; case 'q': o_quiet = 1; break; case 'y': o_sticky = 1; break; case 'e': o_ok = atoi(optarg); break;
	default: usage();
	}
	if (!url) usage();
	if (strlen(url) > 4000) die("url too long");
	parse_url(url, &u_cmd); if (chk) parse_url(chk, &u_chk); else u_chk = u_cmd;
	if (bf) { FILE *f = fopen(bf, "r"); if (!f) die("cannot open %s", bf); buf b = {0}; char t[4096]; size_t n; while ((n = fread(t, 1, sizeof t, f)) > 0) b_add(&b, t, n); fclose(f); o_body = b.p; }
	load_ids(); if (o_auth == A_MTLS && o_mode != M_API && (!u_cmd.tls)) die("mtls needs https");
	perm = malloc(sizeof *perm * ndev); for (long i = 0; i < ndev; i++) perm[i] = i;
	srand48(42); for (long i = ndev - 1; i > 0; i--) { long j = lrand48() % (i + 1), t = perm[i]; perm[i] = perm[j]; perm[j] = t; }
	if (o_mode != M_API) for (long i = 0; i < ndev; i++) {
		if (o_mode == M_ENROLL) { prebuild(&dev[i], R_AUTH); prebuild(&dev[i], R_TOKEN); } else prebuild(&dev[i], o_mode == M_TOKEN ? R_TOKEN : R_IDLE);
	}
	ctx = SSL_CTX_new(TLS_client_method()); SSL_CTX_set_mode(ctx, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	if (o_cafile) { if (!SSL_CTX_load_verify_locations(ctx, o_cafile, NULL)) die("cafile"); SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL); }
	if (o_resume) { SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL); SSL_CTX_sess_set_new_cb(ctx, new_sess); }
	if (o_conns > ndev && o_mode != M_API) o_conns = (int)ndev;
	struct rlimit rl = {65536, 65536}; setrlimit(RLIMIT_NOFILE, &rl);
	ep = epoll_create1(0); cs = calloc(o_conns, sizeof *cs); for (int i = 0; i < o_conns; i++) cs[i].fd = -1;
	long units = o_mode == M_API ? (ndev + o_batch - 1) / o_batch : ndev;
	struct rusage r0, r1; t_start = now_ns(); if (o_once) { t_meas = t_start; t_end = ~0ull; } else { t_meas = t_start + (uint64_t)(o_warm * 1e9); t_end = t_meas + (uint64_t)(o_dur * 1e9); }
	getrusage(RUSAGE_SELF, &r0); struct epoll_event ev[256];
	for (;;) {
		uint64_t n = now_ns(); if (!o_once && n >= t_end) break;
		if (o_once && finished >= units) break;
		long long wait = 100000000;
		for (int i = 0; i < o_conns; i++) {
			if (cs[i].st != C_FREE) continue;
			if (o_once && issued >= units) break;
			if (o_rate > 0) { uint64_t due = t_start + (uint64_t)((double)arrivals * 1e9 / o_rate); if (due > n) { uint64_t dt = due - n; wait = dt > 100000000 ? 100000000 : (long long)dt; break; } arrivals++; start_op(&cs[i], due); }
			else start_op(&cs[i], n);
			if (o_rate <= 0 && (i & 63) == 63) n = now_ns();
		}
		struct timespec ts = {0, wait}; int k = epoll_pwait2(ep, ev, 256, &ts, NULL); for (int i = 0; i < k; i++) c_io(ev[i].data.ptr);
	}
	getrusage(RUSAGE_SELF, &r1); double secs = (double)((o_once ? now_ns() : t_end) - t_meas) / 1e9;
	double cpu = (double)(r1.ru_utime.tv_sec - r0.ru_utime.tv_sec + r1.ru_stime.tv_sec - r0.ru_stime.tv_sec) + (double)(r1.ru_utime.tv_usec - r0.ru_utime.tv_usec + r1.ru_stime.tv_usec - r0.ru_stime.tv_usec) / 1e6;
	uint64_t total = 0; for (int i = 0; i < R_CYCLE; i++) total += ser[i].n;
	printf("{\"label\":\"%s\",\"seconds\":%.3f,\"conns\":%d,\"requests\":%llu,\"rps\":%.1f,\"errors\":%llu,\"bad_status\":%llu,\"last_status\":%d,\"commands\":%llu,\"handshakes\":%llu,\"resumed\":%llu,\"client_cpu_s\":%.2f,\"wall_s\":%.3f", o_label, secs, o_conns, (unsigned long long)total, total / secs, (unsigned long long)errs, (unsigned long long)badstatus, laststatus, (unsigned long long)cmds_got, (unsigned long long)handshakes, (unsigned long long)resumed, cpu, (double)(now_ns() - t_start) / 1e9);
	for (int i = 0; i < R_N; i++) if (ser[i].n) { series *s = &ser[i]; qsort(s->v, s->n, 4, cmp32); printf(",\"%s\":{\"n\":%zu,\"per_s\":%.1f,\"p50_us\":%u,\"p90_us\":%u,\"p95_us\":%u,\"p99_us\":%u,\"p999_us\":%u,\"max_us\":%u}", rname[i], s->n, s->n / secs, pct(s, .5), pct(s, .9), pct(s, .95), pct(s, .99), pct(s, .999), s->v[s->n - 1]); }
	if (errsample[0]) { printf(",\"first_error\":\""); for (char *p = errsample; *p; p++) { if (*p == '"' || *p == '\\') putchar('\\'); if ((unsigned char)*p >= 32) putchar(*p); } printf("\""); }
	printf("}\n"); return 0;
}
