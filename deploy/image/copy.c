/*
 * The only program of the image: copies /keyweave-agent.jar into the directory that is its argument, for an init container.
 *
 * The image has no base image, so there is no shell and no C library: the few system calls are made directly. The copy is written
 * under another name and renamed when it is whole, so that no JVM ever opens half a jar.
 */
#define SOURCE "/keyweave-agent.jar"
#define NAME "/keyweave-agent.jar"

enum { AT_FDCWD = -100, O_WRONLY = 1, O_CREAT = 0100, O_TRUNC = 01000 };

#if defined(__x86_64__)
enum { SYS_read = 0, SYS_write = 1, SYS_openat = 257, SYS_exit = 60, SYS_renameat = 264 };
static long call(long n, long a, long b, long c, long d) {
    long result;
    register long r10 __asm__("r10") = d;
    __asm__ volatile("syscall" : "=a"(result) : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10) : "rcx", "r11", "memory");
    return result;
}
__asm__(".globl _start\n_start: mov %rsp, %rdi\n and $-16, %rsp\n call start\n");
#elif defined(__aarch64__)
enum { SYS_read = 63, SYS_write = 64, SYS_openat = 56, SYS_exit = 93, SYS_renameat = 38 };
static long call(long n, long a, long b, long c, long d) {
    register long x8 __asm__("x8") = n;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3) : "memory");
    return x0;
}
__asm__(".globl _start\n_start: mov x0, sp\n bl start\n");
#else
#error "amd64 and arm64 only"
#endif

static long length(const char *text) {
    long n = 0;
    while (text[n]) n++;
    return n;
}

static void say(const char *text) { call(SYS_write, 2, (long) text, length(text), 0); }

__attribute__((noreturn)) static void fail(const char *what, const char *path) {
    say("keyweave-copy: ");
    say(what);
    say(path);
    say("\n");
    for (;;) call(SYS_exit, 1, 0, 0, 0);
}

static char part[4200], whole[4200], buffer[65536];

__attribute__((noreturn, used)) void start(long *stack) {
    const char *directory = stack[0] == 2 ? (const char *) stack[2] : "";
    long n = length(directory);
    if (n == 0 || n > 4096) fail("usage: /keyweave-copy DIRECTORY", "");
    for (long i = 0; i < n; i++) part[i] = whole[i] = directory[i];
    for (long i = 0; i <= length(NAME); i++) part[n + i] = whole[n + i] = NAME[i];
    const char *suffix = ".part";
    for (long i = 0; i <= 5; i++) part[n + length(NAME) + i] = suffix[i];

    long in = call(SYS_openat, AT_FDCWD, (long) SOURCE, 0, 0);
    if (in < 0) fail("cannot read ", SOURCE);
    long out = call(SYS_openat, AT_FDCWD, (long) part, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (out < 0) fail("cannot write (is the volume mounted and writable for this user?) ", part);
    long got;
    while ((got = call(SYS_read, in, (long) buffer, sizeof buffer, 0)) > 0) {
        for (long done = 0; done < got;) {
            long wrote = call(SYS_write, out, (long) (buffer + done), got - done, 0);
            if (wrote <= 0) fail("cannot write (is the volume full?) ", part);
            done += wrote;
        }
    }
    if (got < 0) fail("cannot read ", SOURCE);
    if (call(SYS_renameat, AT_FDCWD, (long) part, AT_FDCWD, (long) whole) < 0) fail("cannot write ", whole);
    for (;;) call(SYS_exit, 0, 0, 0, 0);
}
