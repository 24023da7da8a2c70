# Read by the scripts beside it: Maven, as they run it. On a terminal one line says which module it builds, and is gone at the end. In a
# pipe nothing is said unless something is wrong.

# Maven before 3.9.11 has libraries that JDK 24 and later warn of.
if "${JAVA_HOME:+$JAVA_HOME/bin/}java" --sun-misc-unsafe-memory-access=allow -version >/dev/null 2>&1; then
  export MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"
fi

quiet_maven() {
  if [ ! -t 2 ]; then
    mvn -B -q -ntp "$@"
    return
  fi
  mvn -B -ntp "$@" 2>&1 | awk '
    /^\[INFO\] Building .*\[[0-9]+\/[0-9]+\]$/ {
      count = $NF; $NF = ""; $1 = ""; $2 = ""; sub(/^ +/, ""); sub(/ [^ ]+ *$/, "")
      printf "\r\033[K%s %s ...", count, $0 > "/dev/stderr"; fflush("/dev/stderr")
    }
    /^\[(INFO|WARNING)\]/ { error = 0 }
    /^\[ERROR\]/ { if (!told++) printf "\r\033[K" > "/dev/stderr"; error = 1 }
    error { print > "/dev/stderr" }
    END { printf "\r\033[K" > "/dev/stderr" }'
  return "${PIPESTATUS[0]}"
}
