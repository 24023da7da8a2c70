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
  mvn -B -ntp "$@" 2>&1 | told_on_terminal
  return "${PIPESTATUS[0]}"
}

told_on_terminal() {
  local line words count error=
  while IFS= read -r line; do
    case $line in
      '[INFO] Building '*'['*/*']')
        read -r -a words <<< "$line"
        count=${#words[@]}
        printf '\r\033[K%s %s ...' "${words[$((count - 1))]}" "${words[*]:2:$((count - 4))}" >&2
        error= ;;
      '[INFO]'* | '[WARNING]'*) error= ;;
      '[ERROR]'*)
        [ -n "$error" ] || printf '\r\033[K' >&2
        error=yes ;;
    esac
    [ -z "$error" ] || printf '%s\n' "$line" >&2
  done
  printf '\r\033[K' >&2
}
