import Measurements
import PacketCapture
import Reporting
import TCPAnalysis

/// The captures of one run: opened once, read as often as a module needs.
struct CaptureSession {
  /// Speaks to the user.
  let console: Console
  /// The captures, as named on the command line.
  let captures: [String]
  /// How they are read.
  let options: CaptureOptions
  let input: CaptureInput
  /// What the analysis is told, but for what is shown.
  let knowledge: AnalysisOptions

  /// Opens the captures that a command line names, with its filter.
  ///
  /// - Throws: ``CommandFailure``.
  init(
    _ arguments: CaptureArguments, knowledge: KnowledgeOptions, common: CommonOptions, isReadTwice: Bool
  ) throws(CommandFailure) {
    try self.init(
      arguments, options: try knowledge.captureOptions(filter: arguments.filter, isReadTwice: isReadTwice),
      knowledge: knowledge.analysisOptions(), common: common)
  }

  /// Opens the captures that a command line names.
  ///
  /// - Throws: ``CommandFailure``; of a filter that looks like a missing file it says so.
  init(
    _ arguments: CaptureArguments, options: CaptureOptions, knowledge: AnalysisOptions = AnalysisOptions(),
    common: CommonOptions
  ) throws(CommandFailure) {
    do {
      try self.init(
        captures: arguments.captures, options: options, knowledge: knowledge, common: common)
    } catch {
      throw CommandFailure(error.status, error.message + (error.status == .usage ? arguments.hint : ""))
    }
  }

  /// Opens captures.
  ///
  /// - Throws: ``CommandFailure``.
  init(
    captures: [String], options: CaptureOptions, knowledge: AnalysisOptions, common: CommonOptions
  ) throws(CommandFailure) {
    console = common.console
    self.captures = captures
    self.knowledge = knowledge
    self.options = options
    do {
      input = try CaptureInput(paths: captures, options: options)
    } catch {
      throw CommandFailure(error)
    }
    console.debug("captures: \(captures.joined(separator: ", ")); filter: \(options.filter ?? "none")")
  }

  /// Reads everything once.
  ///
  /// - Parameters:
  ///   - metrics: What is measured besides the numbers of all connections.
  ///   - shownTimes: Times that are shown.
  ///   - keepsRetransmissions: Whether every retransmission is listed with its verdict.
  ///   - sampledRetransmissions: Otherwise, how many of each flow are.
  ///   - detailedConnections: How many connections, the first ones, are kept with all that is known of them.
  ///   - label: What the progress bar calls it.
  /// - Returns: Summary and connections.
  /// - Throws: ``CommandFailure``.
  func analyze(
    metrics: [any Metric] = [], shownTimes: ClosedRange<Int64>? = nil, keepsRetransmissions: Bool = false,
    sampledRetransmissions: Int = 0, detailedConnections: Int = .max, label: String = "reading"
  ) throws(CommandFailure) -> Analysis {
    var options = knowledge
    options.shownTimes = shownTimes
    options.keepsRetransmissions = keepsRetransmissions
    options.sampledRetransmissions = sampledRetransmissions
    options.detailedConnections = detailedConnections
    let analyzer = Analyzer(options: options, metrics: metrics)
    let bar = console.showsProgress ? ProgressBar(label: label, totalBytes: input.totalBytes) : nil
    defer { bar?.end() }
    do {
      let reader = try makeReader()
      return try analyzer.run(reader) { bytes, packets in
        bar?.update(bytes: bytes, packets: packets)
        return true
      }
    } catch {
      throw CommandFailure(error, captures: captures)
    }
  }

  /// Reads everything once more, for metrics that write as they go.
  ///
  /// - Parameters:
  ///   - metrics: What takes the segments.
  ///   - isDone: Asked every few thousand packets; `true` ends the reading.
  /// - Throws: ``CommandFailure``.
  func stream(to metrics: [any Metric], until isDone: @escaping () -> Bool) throws(CommandFailure) {
    // A bar would stand between the lines of a terminal.
    let showsBar = console.showsProgress && !StandardOutput.isTerminal
    let bar = showsBar ? ProgressBar(label: "writing", totalBytes: input.totalBytes) : nil
    defer { bar?.end() }
    do {
      let reader = try makeReader()
      _ = try Analyzer(options: knowledge, metrics: metrics).run(reader) { bytes, packets in
        bar?.update(bytes: bytes, packets: packets)
        return !isDone()
      }
    } catch {
      if error == .interrupted, isDone() { return }
      throw CommandFailure(error, captures: captures)
    }
  }

  /// Reads everything once for the rules of another tool.
  ///
  /// - Parameter statistic: What takes the segments as they stand in the file.
  /// - Returns: Summary of the capture.
  /// - Throws: ``CommandFailure``.
  func read(into statistic: any PeerStatistic) throws(CommandFailure) -> CaptureSummary {
    let bar = console.showsProgress ? ProgressBar(label: "reading", totalBytes: input.totalBytes) : nil
    defer { bar?.end() }
    do {
      return try PeerRulesReading.run(try makeReader(), statistic: statistic) { bytes, packets in
        bar?.update(bytes: bytes, packets: packets)
        return true
      }
    } catch {
      throw CommandFailure(error, captures: captures)
    }
  }

  /// Finds out why a frame was classified as it was.
  ///
  /// - Parameters:
  ///   - frame: Number of the packet in its file.
  ///   - file: Index of the file.
  /// - Returns: The explanation, or what stands there instead of a TCP segment.
  /// - Throws: ``CommandFailure``.
  func explain(frame: UInt64, file: UInt16) throws(CommandFailure) -> FrameContent {
    do {
      return try Explainer(frame: frame, file: file, options: knowledge)
        .explain { () throws(AnalysisError) in try makeReader() }
    } catch {
      throw CommandFailure(error, captures: captures)
    }
  }

  /// Time of the capture's first packet, found by a reading without analysis; `nil` without packets.
  ///
  /// - Throws: ``CommandFailure``.
  func firstTime() throws(CommandFailure) -> Int64? {
    do {
      let reader = try makeReader()
      var segment = Segment()
      while try reader.next(into: &segment) != .end {}
      return reader.summary.firstTime
    } catch let error as AnalysisError {
      throw CommandFailure(error, captures: captures)
    } catch let error as CaptureFileError {
      throw CommandFailure(error)
    } catch {
      throw CommandFailure(.badInput, "\(error)")
    }
  }

  /// Writes the SHA-256 of each file into its summary.
  ///
  /// - Throws: ``CommandFailure``.
  func addDigests(to capture: inout CaptureSummary) throws(CommandFailure) {
    do {
      for (index, digest) in try input.digests().enumerated() where index < capture.files.count {
        capture.files[index].sha256 = digest
      }
    } catch {
      throw CommandFailure(error)
    }
  }

  /// Says on standard error what the numbers of this capture do not mean.
  func warn(of analysis: Analysis) {
    for warning in analysis.capture.warnings { console.warn(warning) }
    for note in analysis.notes { console.warn(note.sentence) }
    warnOfSkipped(analysis.capture)
  }

  /// Says on standard error what was wrong with the files, and what was skipped.
  func warn(of capture: CaptureSummary) {
    for warning in capture.warnings { console.warn(warning) }
    warnOfSkipped(capture)
  }

  private func warnOfSkipped(_ capture: CaptureSummary) {
    for (reason, packets) in capture.skipped.sorted(by: { $0.key < $1.key }) where packets > 0 {
      var detail = ""
      if reason == .unknownLinkType, !capture.unknownLinkTypes.isEmpty {
        detail =
          " (link types " + capture.unknownLinkTypes.keys.sorted().map(String.init).joined(separator: ", ")
          + ")"
      } else if reason == .unknownEtherType, !capture.unknownEtherTypes.isEmpty {
        let types = capture.unknownEtherTypes.keys.sorted().prefix(8).map { "0x" + String($0, radix: 16) }
        detail = " (types " + types.joined(separator: ", ") + ")"
      }
      let message =
        "\(Quantity.count(Int64(clamping: packets))) packets were not analysed: \(reason.explanation)\(detail)"
      // Left out because the user asked for it: no news.
      if reason == .otherInterface { console.inform(message) } else { console.warn(message) }
    }
  }

  func makeReader() throws(AnalysisError) -> CaptureReader {
    do {
      return try input.makeReader()
    } catch {
      throw .capture(error)
    }
  }
}
