/* The floor of the envelope line: the same work with OpenSSL and expat, per CPU second.
   Standard input: token, key as 64 hex digits, corp, seconds, then four lines a post. */
#include <expat.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MOST 64
#define LONG 65536

struct post { char *signature, *timestamp, *nonce, *body; };
static struct post posts[MOST];
static char token[64], corp[64];
static unsigned char key[32];
static int found;

static char *line(void) {
  static char text[LONG];
  if (!fgets(text, LONG, stdin)) return NULL;
  text[strcspn(text, "\n")] = 0;
  return strdup(text);
}

static int ordered(const void *a, const void *b) { return strcmp(*(char **)a, *(char **)b); }

static void XMLCALL begin(void *u, const char *name, const char **more) {
  if (!strcmp(name, "ChangeType")) found = 1;
}

static void open_one(struct post *one) {
  static unsigned char raw[LONG], plain[LONG];
  static char sealed[LONG], joined[LONG];
  unsigned char sum[20];
  char hex[41], *start = strstr(one->body, "<Encrypt><![CDATA[") + 18;
  size_t length = strstr(start, "]]>") - start;
  memcpy(sealed, start, length);
  sealed[length] = 0;
  char *parts[4] = {token, one->timestamp, one->nonce, sealed};
  qsort(parts, 4, sizeof *parts, ordered);
  int size = snprintf(joined, LONG, "%s%s%s%s", parts[0], parts[1], parts[2], parts[3]);
  EVP_Digest(joined, size, sum, NULL, EVP_sha1(), NULL);
  for (int i = 0; i < 20; i++) sprintf(hex + 2 * i, "%02x", sum[i]);
  if (strcmp(hex, one->signature)) exit(3);
  int bytes = EVP_DecodeBlock(raw, (unsigned char *)sealed, length), got = 0;
  while (length && sealed[length - 1] == '=') length--, bytes--;
  static EVP_CIPHER_CTX *context;
  if (!context) context = EVP_CIPHER_CTX_new();
  EVP_DecryptInit_ex(context, EVP_aes_256_cbc(), NULL, key, key);
  EVP_CIPHER_CTX_set_padding(context, 0);
  EVP_DecryptUpdate(context, plain, &got, raw, bytes);
  size_t words = plain[16] << 24 | plain[17] << 16 | plain[18] << 8 | plain[19];
  if (memcmp(plain + 20 + words, corp, strlen(corp))) exit(4);
  XML_Parser parser = XML_ParserCreate(NULL);
  XML_SetStartElementHandler(parser, begin);
  found = 0;
  if (XML_Parse(parser, (char *)plain + 20, words, 1) == XML_STATUS_ERROR || !found) exit(5);
  XML_ParserFree(parser);
}

static double spent(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

int main(void) {
  strcpy(token, line());
  char *digits = line();
  for (int i = 0; i < 32; i++) sscanf(digits + 2 * i, "%2hhx", key + i);
  strcpy(corp, line());
  double seconds = atof(line()), began;
  long count = 0, done = 0;
  while (count < MOST && (posts[count].signature = line())) {
    posts[count].timestamp = line();
    posts[count].nonce = line();
    posts[count++].body = line();
  }
  for (began = spent(); spent() - began < seconds; done++) open_one(posts + done % count);
  printf("%f\n", done / (spent() - began));
  return 0;
}
