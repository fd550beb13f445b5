/*
 * What a PKCS#11 module gives to a bare loop in C: the yardstick of the benchmarks hsm and rng.
 *
 *   pkcs11_loop MODULE TOKEN PIN-FILE random BYTES SECONDS
 *   pkcs11_loop MODULE TOKEN PIN-FILE sign MECHANISM KEY-LABEL SECONDS THREADS
 *
 * Prints "rate NUMBER", bytes or signatures a second by the clock, and "processor NUMBER", the
 * same for a second of processor time. MECHANISM is a CKM_ number; what is signed has 32 bytes. Types are those of 64-bit Linux: CK_ULONG and pointers
 * have 8 bytes.
 */
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef unsigned long ulong;
typedef ulong (*function_t)(ulong, ...);

struct list {
  unsigned char version[8];
  function_t functions[68];
};

struct attribute {
  ulong type;
  void *value;
  ulong length;
};

enum {
  INITIALIZE = 0, GET_SLOT_LIST = 4, GET_TOKEN_INFO = 6, OPEN_SESSION = 12, LOGIN = 18,
  FIND_OBJECTS_INIT = 26, FIND_OBJECTS = 27, FIND_OBJECTS_FINAL = 28, SIGN_INIT = 42, SIGN = 43,
  GENERATE_RANDOM = 64
};

static struct list *module;
static ulong slot, mechanism_number, key;
static double seconds;

#define MOST_SLOTS 64
#define MOST_BYTES (1 << 20)
#define MOST_THREADS 64
#define P(x) ((ulong)(x))

static void fail(const char *what, ulong code) {
  fprintf(stderr, "pkcs11_loop: %s: 0x%lx\n", what, code);
  exit(1);
}

static void check(const char *what, ulong code) {
  if (code != 0) {
    fail(what, code);
  }
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static void find_slot(const char *token) {
  ulong slots[MOST_SLOTS], count = MOST_SLOTS;
  unsigned char info[208], label[32];
  memset(label, ' ', sizeof label);
  memcpy(label, token, strlen(token) < 32 ? strlen(token) : 32);
  check("C_GetSlotList", module->functions[GET_SLOT_LIST](1, P(slots), P(&count)));
  for (ulong i = 0; i < count; i++) {
    if (module->functions[GET_TOKEN_INFO](slots[i], P(info)) == 0 && memcmp(info, label, 32) == 0) {
      slot = slots[i];
      return;
    }
  }
  fail("no such token", 0);
}

static ulong open_session(void) {
  ulong session;
  check("C_OpenSession", module->functions[OPEN_SESSION](slot, 4, 0, 0, P(&session)));
  return session;
}

static void log_in(ulong session, const char *file) {
  char pin[257];
  FILE *in = fopen(file, "r");
  size_t length = in == NULL ? 0 : fread(pin, 1, sizeof pin - 1, in);
  if (in == NULL) {
    fail(file, 0);
  }
  fclose(in);
  pin[length] = '\0';
  length = strcspn(pin, "\n");
  check("C_Login", module->functions[LOGIN](session, 1, P(pin), length));
  memset(pin, 0, sizeof pin);
}

static ulong find_key(ulong session, const char *label) {
  ulong private_key = 3, found, count = 0;
  struct attribute wanted[2] = {{0, &private_key, sizeof private_key},
                                {3, (void *)label, strlen(label)}};
  check("C_FindObjectsInit", module->functions[FIND_OBJECTS_INIT](session, P(wanted), 2));
  check("C_FindObjects", module->functions[FIND_OBJECTS](session, P(&found), 1, P(&count)));
  check("C_FindObjectsFinal", module->functions[FIND_OBJECTS_FINAL](session));
  if (count != 1) {
    fail("no such key", 0);
  }
  return found;
}

static double processor(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

/* Prints what was done since both times. */
static void print_rates(double done, double begin, double begin_processor) {
  printf("rate %.1f\nprocessor %.1f\n", done / (now() - begin),
         done / (processor() - begin_processor));
}

static void random_rate(ulong block) {
  static unsigned char out[MOST_BYTES];
  ulong session = open_session();
  double begin = now(), begin_processor = processor();
  ulong bytes = 0;
  if (block < 1 || block > MOST_BYTES) {
    fail("a block has 1 to 1048576 bytes", block);
  }
  do {
    check("C_GenerateRandom", module->functions[GENERATE_RANDOM](session, P(out), block));
    bytes += block;
  } while (now() - begin < seconds);
  print_rates(bytes, begin, begin_processor);
}

static void *sign_loop(void *count) {
  ulong session = open_session();
  ulong mechanism[3] = {mechanism_number, 0, 0};
  unsigned char message[32] = "astragal bench, no checkpoint", signature[256];
  double begin = now();
  ulong done = 0;
  do {
    ulong length = sizeof signature;
    check("C_SignInit", module->functions[SIGN_INIT](session, P(mechanism), key));
    check("C_Sign", module->functions[SIGN](session, P(message), sizeof message, P(signature),
                                            P(&length)));
    done++;
  } while (now() - begin < seconds);
  *(ulong *)count = done;
  return NULL;
}

static void sign_rate(int threads) {
  pthread_t running[MOST_THREADS];
  ulong counts[MOST_THREADS], all = 0;
  double begin = now(), begin_processor = processor();
  if (threads < 1 || threads > MOST_THREADS) {
    fail("1 to 64 threads", (ulong)threads);
  }
  for (int i = 0; i < threads; i++) {
    check("pthread_create", (ulong)pthread_create(&running[i], NULL, sign_loop, &counts[i]));
  }
  for (int i = 0; i < threads; i++) {
    pthread_join(running[i], NULL);
    all += counts[i];
  }
  print_rates(all, begin, begin_processor);
}

int main(int argc, char **argv) {
  /* CK_C_INITIALIZE_ARGS: no functions of ours, CKF_OS_LOCKING_OK. */
  ulong arguments[7] = {0, 0, 0, 0, 2, 0, 0};
  ulong (*get_list)(struct list **);
  ulong session;
  void *library;
  int random = argc == 7 && strcmp(argv[4], "random") == 0;
  if (!random && !(argc == 9 && strcmp(argv[4], "sign") == 0)) {
    fprintf(stderr, "usage: see pkcs11_loop.c\n");
    return 2;
  }
  library = dlopen(argv[1], RTLD_NOW);
  if (library == NULL) {
    fprintf(stderr, "pkcs11_loop: %s\n", dlerror());
    return 1;
  }
  *(void **)&get_list = dlsym(library, "C_GetFunctionList");
  if (get_list == NULL) {
    fail("no PKCS#11 module", 0);
  }
  check("C_GetFunctionList", get_list(&module));
  check("C_Initialize", module->functions[INITIALIZE](P(arguments)));
  find_slot(argv[2]);
  session = open_session();
  log_in(session, argv[3]);
  if (random) {
    seconds = atof(argv[6]);
    random_rate(strtoul(argv[5], NULL, 0));
  } else {
    mechanism_number = strtoul(argv[5], NULL, 0);
    key = find_key(session, argv[6]);
    seconds = atof(argv[7]);
    sign_rate(atoi(argv[8]));
  }
  return 0;
}
