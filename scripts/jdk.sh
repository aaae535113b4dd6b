# Finds JDKs: "jdk 25" prints the home of one of that feature version, or nothing.
jdk() {
  for home in "/usr/lib/jvm/java-$1-openjdk-$(dpkg --print-architecture 2>/dev/null || echo amd64)" /usr/lib/jvm/*-"$1"-* /usr/lib/jvm/*"$1"*; do
    if [ -x "$home/bin/javac" ]; then
      echo "$home"
      return
    fi
  done
}
