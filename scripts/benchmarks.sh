# Builds the benchmarks, and says how to run them: $java and the class path $benchmarks, of jars as in a container image of a function.
mvn -q -pl lift-benchmarks -am package -DskipTests
mvn -q -pl lift-benchmarks -am package -DskipTests dependency:build-classpath \
  -Dmdep.outputFile="$PWD/target/benchmarks.classpath" -Dmdep.includeScope=runtime >/dev/null
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
benchmarks="$(echo lift-benchmarks/target/lift-benchmarks-*.jar):$(cat target/benchmarks.classpath)"
peers() { mvn -q -B -f lift-benchmarks/peers/pom.xml package; }
