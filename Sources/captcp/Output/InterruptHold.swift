@preconcurrency import Glibc

/// Holds interrupts back while something lies on the disk that an immediate end would leave behind.
struct InterruptHold {
  private var formerMask = sigset_t()

  /// Blocks SIGINT, SIGTERM and SIGHUP; they stay pending.
  init() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    sigaddset(&signals, SIGHUP)
    sigprocmask(SIG_BLOCK, &signals, &formerMask)
  }

  /// Whether one of them came meanwhile.
  static var isPending: Bool {
    var pending = sigset_t()
    sigpending(&pending)
    return sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1
      || sigismember(&pending, SIGHUP) == 1
  }

  /// Lets them through again.
  func end() {
    var mask = formerMask
    sigprocmask(SIG_SETMASK, &mask, nil)
  }
}
