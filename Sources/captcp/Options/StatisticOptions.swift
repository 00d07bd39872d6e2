import ArgumentParser
import Reporting
import TCPAnalysis

/// Options of `statistic` alone.
struct StatisticOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "All values: options, windows, acknowledgments, duplicates, gaps.")
  var extended = false

  @Option(
    name: [.customShort("i"), .customLong("filter")],
    help: ArgumentHelp(
      "Show connections between these ends, either way round, sip:sport-dip:dport with * for anything; several "
        + "patterns are separated by commas.", valueName: "pattern"))
  var filter: String?

  @Option(
    name: [.customShort("m"), .customLong("user-format")],
    help: ArgumentHelp(
      "Print a line a flow in this format, with Python's conversions: '%(id)s %(packets-packets)d "
        + "%(tl-iats-avg).3f'. A wrong key lists all keys.", valueName: "format"))
  var userFormat: String?

  @Option(
    help: ArgumentHelp(
      "Order of connections: id, start, duration, bytes, throughput, goodput, retransmissions, rtt, or a column of "
        + "the CSV form; the greatest first.", valueName: "key"))
  var sort: String?

  @Option(
    help: ArgumentHelp("Show the first so many; without --sort those with most payload.", valueName: "n"))
  var top: Int?

  @Flag(help: "One line a host instead: what each address sent and received.")
  var perHost = false

  func validate() throws {
    if let top, top < 1 { throw ValidationError("--top must be at least 1") }
    if userFormat != nil, perHost { throw ValidationError("--user-format and --per-host exclude each other") }
    if perHost, sort != nil {
      throw ValidationError("--per-host has an order of its own: --sort does not apply")
    }
    if perHost, extended {
      throw ValidationError("--per-host has no extended form: --extended does not apply")
    }
  }

  /// The format of the user, read.
  func parsedFormat() throws(CommandFailure) -> StatisticUserFormat? {
    guard let userFormat else { return nil }
    do {
      return try StatisticUserFormat(userFormat)
    } catch {
      throw CommandFailure(.usage, "--user-format: \(error.description)")
    }
  }

  /// What is shown, and in which order.
  func selection(flows: [FlowID]) throws(CommandFailure) -> StatisticSelection {
    var selection = StatisticSelection()
    selection.flows = flows
    selection.top = top
    if let filter {
      do {
        selection.patterns = try ConnectionPattern.list(filter)
      } catch {
        throw CommandFailure(.usage, "--filter \(error.description)")
      }
    }
    if let sort {
      guard let key = StatisticSortKey(sort) else {
        let known = StatisticSortKey.names.joined(separator: " ")
        throw CommandFailure(.usage, "--sort \(sort): no value has this name; known are: \(known)")
      }
      selection.sortKey = key
    }
    return selection
  }
}
