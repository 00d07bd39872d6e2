@preconcurrency import Glibc

/// Waits for processes and for interrupts alike, so that none of the processes outlives this one unseen.
struct ChildSignals {
  /// What happened.
  enum Event {
    /// This process is asked to end.
    case interrupt
    /// A child ended with a status as of wait(2).
    case ended(pid_t, status: Int32)
  }

  private var waited = sigset_t()
  private var formerMask = sigset_t()

  /// Holds SIGINT, SIGTERM, SIGHUP and SIGCHLD back; `next()` takes them.
  init() {
    sigemptyset(&waited)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGCHLD] { sigaddset(&waited, signal) }
    sigprocmask(SIG_BLOCK, &waited, &formerMask)
  }

  /// Lets them through again.
  func end() {
    var mask = formerMask
    sigprocmask(SIG_SETMASK, &mask, nil)
  }

  /// Begins a process in which the signals are not held back.
  ///
  /// - Parameter words: Path of the program, and its arguments.
  /// - Returns: Its number.
  /// - Throws: ``CommandFailure``.
  func spawn(_ words: [String]) throws(CommandFailure) -> pid_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var mask = formerMask
    posix_spawnattr_setsigmask(&attributes, &mask)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }
    var child: pid_t = 0
    let number = posix_spawn(&child, words[0], nil, &attributes, arguments, environ)
    guard number == 0 else {
      throw CommandFailure(.missing, "\(words[0]): \(SystemError.text(number))")
    }
    return child
  }

  /// Waits for the next event.
  func next() -> Event {
    var waited = waited
    while true {
      // One SIGCHLD may stand for several children, so they are asked for first.
      var status: Int32 = 0
      let child = waitpid(-1, &status, WNOHANG)
      if child > 0 { return .ended(child, status: status) }
      var signal: Int32 = 0
      if sigwait(&waited, &signal) == 0, signal != SIGCHLD { return .interrupt }
    }
  }
}
