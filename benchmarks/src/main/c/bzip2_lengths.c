/*
 * What the compression statistic of SP 800-90B 5.1.11 costs with libbz2, the library that the
 * reference program of NIST calls, and the length that it gives.
 *
 *   gcc -O3 -march=native -o bzip2_lengths bzip2_lengths.c -lbz2
 *   ./bzip2_lengths FILE ROUNDS
 *
 * The first line is the statistic of the data as they are: the report of ./astragal certify has it
 * as permutation/compression. The second is the processor time of one permutation: the text is
 * written and compressed, the shuffle is not counted.
 */
#include <bzlib.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static const int LEVEL = 5;
static const size_t MOST_SAMPLES = 1000000;

/* Writes a sample in decimal and a blank. */
static char *put(char *at, unsigned value) {
  if (value >= 100) *at++ = (char)('0' + value / 100);
  if (value >= 10) *at++ = (char)('0' + value / 10 % 10);
  *at++ = (char)('0' + value % 10);
  *at++ = ' ';
  return at;
}

static double now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * 1e3 + t.tv_nsec * 1e-6;
}

static uint64_t next(uint64_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  return *state ^= *state << 17;
}

int main(int argc, char **argv) {
  FILE *file = argc == 3 ? fopen(argv[1], "rb") : NULL;
  int rounds = argc == 3 ? atoi(argv[2]) : 0;
  unsigned char *samples = malloc(MOST_SAMPLES);
  char *text = malloc(4 * MOST_SAMPLES);
  char *packed = malloc(5 * MOST_SAMPLES);
  if (!file || rounds < 1 || !samples || !text || !packed) {
    fprintf(stderr, "usage: bzip2_lengths FILE ROUNDS\n");
    return 2;
  }
  size_t n = fread(samples, 1, MOST_SAMPLES, file);
  uint64_t state = 88172645463325252u;
  double sum = 0, least = 1e300;
  for (int round = 0; n > 0 && round < rounds; round++) {
    double start = now_ms();
    char *end = text;
    for (size_t i = 0; i < n; i++) end = put(end, samples[i]);
    unsigned length = (unsigned)(5 * MOST_SAMPLES);
    int status = BZ2_bzBuffToBuffCompress(packed, &length, text, (unsigned)(end - text - 1), LEVEL, 0, 0);
    double took = now_ms() - start;
    if (status != BZ_OK) return 1;
    if (round == 0) printf("%u bytes\n", length);
    sum += took;
    least = took < least ? took : least;
    for (size_t i = n - 1; i > 0; i--) {
      size_t j = next(&state) % (i + 1);
      unsigned char saved = samples[i];
      samples[i] = samples[j];
      samples[j] = saved;
    }
  }
  printf("%.1f ms a permutation, %.1f at best\n", sum / rounds, least);
  return 0;
}
