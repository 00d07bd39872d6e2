import Measurements
import PacketCapture
public import TCPAnalysis

/// Writes segments as they come, one line each, in constant memory.
///
/// Verdicts that later packets bring come from an analysis made before; they are found by file and frame.
public final class ShowListing<Failure: Error>: SegmentReceiver {
  private let settings: ShowSettings
  private let form: any ShowForm
  private let sink: ByteSink<Failure>
  private let retransmissions: [Retransmission]
  private let connections: ConnectionRecords
  private let isOneFile: Bool
  private let peers: PeerClassifier?
  private var starts: [Int64?] = []
  private var text = TextBuffer(capacity: pieceSize + 4096)
  private var count: Int64 = 0
  /// What stands in front of the place, as long as it was not reached.
  private var before: [(segment: ClassifiedSegment, peer: PeerVerdict?)] = []
  private var remaining = -1

  /// Why nothing more can be written.
  public private(set) var failure: Failure?
  /// Whether nothing more will be shown.
  public private(set) var isDone = false

  /// The forms that can be written.
  public enum Form: Sendable {
    /// Lines for people.
    case text
    /// A table.
    case csv
    /// One JSON document.
    case json
    /// One JSON object a line.
    case jsonLines
    /// What tells of retransmissions and their need.
    case spurious(SpuriousForm, SpuriousSettings)
  }

  /// Makes a listing and writes its head.
  ///
  /// - Parameters:
  ///   - form: The form.
  ///   - settings: What is shown, and how.
  ///   - analysis: An analysis of the same captures, with its retransmissions.
  ///   - tool: Name and version of the program.
  ///   - sink: Takes the text in pieces.
  public init(
    _ form: Form, settings: ShowSettings, analysis: Analysis, tool: String, sink: @escaping ByteSink<Failure>
  ) {
    self.settings = settings
    self.sink = sink
    self.form =
      switch form {
      case .text: ShowText(settings, columns: ShowColumns(analysis, settings: settings))
      case .csv: ShowCSV(settings)
      case .json: ShowJSON(isDocument: true, tool: tool, rules: settings.rules)
      case .jsonLines: ShowJSON(isDocument: false, tool: tool, rules: settings.rules)
      case .spurious(let form, let spurious):
        spurious.form(form, analysis: analysis, settings: settings, tool: tool)
      }
    retransmissions = analysis.retransmissions
    connections = analysis.connections
    isOneFile = analysis.capture.files.count == 1
    peers = PeerClassifier(settings.rules)
    self.form.begin(&text)
  }

  /// Segments written.
  public var writtenCount: Int64 { count }

  /// Takes the next segment of the file.
  public func receive(_ segment: borrowing ClassifiedSegment) {
    guard !isDone else { return }
    let peer = peers?.classify(segment.segment)
    if let place = settings.place { return receive(segment, peer, around: place) }
    if isOneFile, let frames = settings.selection.frames, segment.segment.frame > frames.last {
      isDone = true
      return
    }
    if isSelected(segment) { write(segment, peer) }
  }

  /// Writes what is left and the end.
  public func finish() {
    form.end(&text)
    flush()
  }

  private func isSelected(_ segment: borrowing ClassifiedSegment) -> Bool {
    let index = segment.connection
    return settings.selection.contains(segment, connectionStart: start(of: index))
  }

  private func receive(
    _ segment: borrowing ClassifiedSegment, _ peer: PeerVerdict?, around place: ShowSettings.Place
  ) {
    if segment.segment.frame == place.frame, segment.segment.fileIndex == place.fileIndex {
      for earlier in before { write(earlier.segment, earlier.peer) }
      before = []
      write(segment, peer)
      remaining = place.count
      isDone = remaining == 0
      return
    }
    guard isSelected(segment) else { return }
    if remaining < 0 {
      guard place.count > 0 else { return }
      if before.count == place.count { before.removeFirst() }
      before.append((copy segment, peer))
    } else {
      write(segment, peer)
      remaining -= 1
      isDone = remaining == 0
    }
  }

  private func write(_ segment: borrowing ClassifiedSegment, _ peer: PeerVerdict?) {
    let verdict = verdict(of: segment)
    let isMatching = settings.match?.matches(segment, verdict: verdict, peer: peer)
    if settings.showsMatchesOnly, isMatching == false { return }
    count += 1
    let line = ShowLine(
      verdict: verdict, peer: peer, isMatching: settings.showsMatchesOnly ? nil : isMatching, number: count,
      connectionStart: settings.origin == .connection ? start(of: segment.connection) : 0)
    form.write(segment, line, to: &text)
    if text.count >= pieceSize { flush() }
  }

  private func flush() {
    guard failure == nil, text.count > 0 else { return }
    do throws(Failure) {
      try sink(text.bytes)
    } catch {
      failure = error
      isDone = true
    }
    text.removeAll()
  }

  /// What later packets told of a segment: by binary search, since the list is sorted by file and frame.
  private func verdict(of segment: borrowing ClassifiedSegment) -> SegmentVerdict {
    guard segment.kind != .none else { return SegmentVerdict() }
    let key = (segment.segment.fileIndex, segment.segment.frame)
    var low = 0
    var high = retransmissions.count
    while low < high {
      let middle = (low + high) / 2
      let entry = retransmissions[middle]
      if (entry.fileIndex, entry.frame) < key { low = middle + 1 } else { high = middle }
    }
    guard low < retransmissions.count, retransmissions[low].fileIndex == key.0,
      retransmissions[low].frame == key.1
    else { return SegmentVerdict() }
    return SegmentVerdict(retransmissions[low])
  }

  /// Time of a connection's first packet; each is looked up once.
  private func start(of connection: Int32) -> Int64 {
    let index = Int(connection)
    if index >= starts.count { starts += Array(repeating: nil, count: index - starts.count + 1) }
    if let start = starts[index] { return start }
    let start = connections[index + 1]?.firstTime ?? 0
    starts[index] = start
    return start
  }
}
