/*
 * A PKCS#11 module with a bad day, for tests. It stands before a real module and, as a script
 * says, lets functions fail, wait or do something else first.
 *
 * The script is the file beside this library that has its name and ".script" at the end, so that
 * each copy of the library has a script of its own. It is read again at each call:
 *
 *   module /path/of/the/real/module.so      the first line, read once
 *   C_Sign 0x30 0 1 0 before                function, code, calls to pass, calls to hit,
 *                                           milliseconds to wait, before or after the real call
 *
 * A line hits the calls of its function after the first ones that pass, counted from when the
 * script was last written. "before" answers without the real module, "after" calls it first and
 * loses its answer. With the code 0 the call only waits; "zeros" in place of "before" then also
 * overwrites what C_GenerateRandom gave. Each hit adds a line with the function's name to the file
 * with ".hits" at the end.
 *
 * Types are those of 64-bit Linux: CK_ULONG and pointers have 8 bytes, all arguments go in
 * integer registers or on the stack in 8-byte places, so that one wrapper fits every function.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

typedef unsigned long rv_t;
typedef rv_t (*function_t)(long, long, long, long, long, long, long, long);

struct list {
  unsigned char version[8];
  function_t functions[68];
};

static const char *names[68] = {
  "C_Initialize", "C_Finalize", "C_GetInfo", "C_GetFunctionList", "C_GetSlotList",
  "C_GetSlotInfo", "C_GetTokenInfo", "C_GetMechanismList", "C_GetMechanismInfo", "C_InitToken",
  "C_InitPIN", "C_SetPIN", "C_OpenSession", "C_CloseSession", "C_CloseAllSessions",
  "C_GetSessionInfo", "C_GetOperationState", "C_SetOperationState", "C_Login", "C_Logout",
  "C_CreateObject", "C_CopyObject", "C_DestroyObject", "C_GetObjectSize", "C_GetAttributeValue",
  "C_SetAttributeValue", "C_FindObjectsInit", "C_FindObjects", "C_FindObjectsFinal",
  "C_EncryptInit", "C_Encrypt", "C_EncryptUpdate", "C_EncryptFinal", "C_DecryptInit", "C_Decrypt",
  "C_DecryptUpdate", "C_DecryptFinal", "C_DigestInit", "C_Digest", "C_DigestUpdate",
  "C_DigestKey", "C_DigestFinal", "C_SignInit", "C_Sign", "C_SignUpdate", "C_SignFinal",
  "C_SignRecoverInit", "C_SignRecover", "C_VerifyInit", "C_Verify", "C_VerifyUpdate",
  "C_VerifyFinal", "C_VerifyRecoverInit", "C_VerifyRecover", "C_DigestEncryptUpdate",
  "C_DecryptDigestUpdate", "C_SignEncryptUpdate", "C_DecryptVerifyUpdate", "C_GenerateKey",
  "C_GenerateKeyPair", "C_WrapKey", "C_UnwrapKey", "C_DeriveKey", "C_SeedRandom",
  "C_GenerateRandom", "C_GetFunctionStatus", "C_CancelFunction", "C_WaitForSlotEvent"
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char script[4096];
static char hits[4096];
static struct list *real;
static struct list ours;
static struct timespec written;
static long calls[68];

struct hit {
  int any;
  rv_t code;
  long wait;
  int after;
  int zeros;
};

/* Counts a call and says what is to become of it. */
static struct hit look(int function) {
  struct hit hit = {0, 0, 0, 0, 0};
  struct stat now;
  char line[512], name[64], when[16];
  unsigned long code;
  long pass, count, wait;
  pthread_mutex_lock(&lock);
  if (stat(script, &now) == 0
      && (now.st_mtim.tv_sec != written.tv_sec || now.st_mtim.tv_nsec != written.tv_nsec)) {
    written = now.st_mtim;
    memset(calls, 0, sizeof calls);
  }
  long call = calls[function]++;
  FILE *file = fopen(script, "r");
  while (file != NULL && !hit.any && fgets(line, sizeof line, file) != NULL) {
    if (sscanf(line, "%63s %lx %ld %ld %ld %15s", name, &code, &pass, &count, &wait, when) == 6
        && strcmp(name, names[function]) == 0 && call >= pass && call < pass + count) {
      hit.any = 1;
      hit.code = code;
      hit.wait = wait;
      hit.after = strcmp(when, "after") == 0;
      hit.zeros = strcmp(when, "zeros") == 0 && strcmp(name, "C_GenerateRandom") == 0;
    }
  }
  if (file != NULL) {
    fclose(file);
  }
  if (hit.any && (file = fopen(hits, "a")) != NULL) {
    fprintf(file, "%s\n", names[function]);
    fclose(file);
  }
  pthread_mutex_unlock(&lock);
  return hit;
}

static rv_t run(int function, long a, long b, long c, long d, long e, long f, long g, long h) {
  struct hit hit = look(function);
  if (hit.any && hit.wait > 0) {
    struct timespec pause = {hit.wait / 1000, (hit.wait % 1000) * 1000000L};
    nanosleep(&pause, NULL);
  }
  if (hit.any && hit.code != 0 && !hit.after) {
    return hit.code;
  }
  rv_t result = real->functions[function](a, b, c, d, e, f, g, h);
  if (hit.zeros && result == 0) {
    memset((void *) b, 0, (size_t) c);
  }
  return hit.any && hit.code != 0 ? hit.code : result;
}

#define WRAP(n) \
  static rv_t wrap##n(long a, long b, long c, long d, long e, long f, long g, long h) { \
    return run(n, a, b, c, d, e, f, g, h); \
  }
#define TEN(t, x) t(x##0) t(x##1) t(x##2) t(x##3) t(x##4) t(x##5) t(x##6) t(x##7) t(x##8) t(x##9)
#define FIRST(t) t(0) t(1) t(2) t(3) t(4) t(5) t(6) t(7) t(8) t(9)
#define LAST(t) t(60) t(61) t(62) t(63) t(64) t(65) t(66) t(67)
#define EACH(t) FIRST(t) TEN(t, 1) TEN(t, 2) TEN(t, 3) TEN(t, 4) TEN(t, 5) LAST(t)
EACH(WRAP)
#define NAME(n) wrap##n,
static function_t wrappers[68] = {EACH(NAME)};

static int load(void) {
  Dl_info self;
  char line[4096], path[4000];
  if (dladdr((void *) &load, &self) == 0) {
    return 0;
  }
  snprintf(script, sizeof script, "%s.script", self.dli_fname);
  snprintf(hits, sizeof hits, "%s.hits", self.dli_fname);
  FILE *file = fopen(script, "r");
  if (file == NULL) {
    return 0;
  }
  int named = fgets(line, sizeof line, file) != NULL && sscanf(line, "module %3999s", path) == 1;
  fclose(file);
  void *library = named ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
  if (library == NULL) {
    return 0;
  }
  rv_t (*get)(struct list **) = (rv_t (*)(struct list **)) dlsym(library, "C_GetFunctionList");
  return get != NULL && get(&real) == 0;
}

__attribute__((visibility("default"))) rv_t C_GetFunctionList(struct list **list) {
  rv_t result = 0;
  pthread_mutex_lock(&lock);
  if (real == NULL) {
    if (load()) {
      memcpy(ours.version, real->version, sizeof ours.version);
      memcpy(ours.functions, wrappers, sizeof wrappers);
      ours.functions[3] = (function_t) (void *) &C_GetFunctionList;
    } else {
      real = NULL;
      result = 5; /* CKR_GENERAL_ERROR */
    }
  }
  *list = &ours;
  pthread_mutex_unlock(&lock);
  return result;
}
