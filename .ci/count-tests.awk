# Reads what `swift test` prints with Swift Testing and counts tests: a parameterised one counts once.
#
# A crash ends the process in the middle: each test that started and did not finish counts as failed then.
# Variables: status, the exit status of `swift test`; log_file, where its output is.

function name_of(line) {
  sub(/^[^ ]+ Test /, "", line)
  sub(/ started\.$/, "", line)
  sub(/ (passed|failed) after [0-9.]+ seconds.*$/, "", line)
  sub(/ with [0-9]+ test cases?$/, "", line)
  return line
}

/^[^ ]+ Test run with [0-9]+ test/ { has_ended = 1; next }
/^[^ ]+ Test run started/ { has_started = 1; next }
/^[^ ]+ Test case / { next }
/^[^ ]+ Test .* started\.$/ { running[name_of($0)]++; next }
/^[^ ]+ Test .* passed after [0-9.]+ seconds/ { passed++; running[name_of($0)]--; next }
/^[^ ]+ Test .* failed after [0-9.]+ seconds/ { failed++; running[name_of($0)]--; print "failed: " name_of($0); next }
/^[^ ]+ Test .* skipped/ {
  line = $0
  sub(/^[^ ]+ Test /, "", line)
  sub(/ skipped: "/, ": ", line)
  sub(/"$/, "", line)
  sub(/ skipped\.?$/, ": no reason given", line)
  skips[++skipped] = line
  next
}
/^[^ ]+ Test .* recorded an issue/ { is_issue = 1; print; next }
# The lines below an issue begin with an arrow; they say what was expected.
/^\342\206\263/ { if (is_issue) print; next }
/^error: |Fatal error|Crash:|Crashed|crashed at/ { notes[++note_count] = $0; next }
{ is_issue = 0 }

END {
  if (!has_ended) {
    for (i = 1; i <= note_count && i <= 20; i++) print notes[i]
    unfinished = 0
    for (name in running) if (running[name] > 0) {
      unfinished += running[name]
      print "did not finish: " name
    }
    if (has_started) print "The test process ended before its end; its output is in " log_file "."
    else print "The tests did not start; the output is in " log_file "."
    failed += unfinished > 0 ? unfinished : 1
  } else if (status != 0 && failed == 0) {
    for (i = 1; i <= note_count; i++) print notes[i]
    print "swift test ended with status " status "; its output is in " log_file "."
    failed = 1
  }
  for (i = 1; i <= skipped; i++) print "skipped: " skips[i]
  printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
  exit failed > 0 ? 1 : 0
}
