public import TCPAnalysis

/// What all forms of `statistic` are written from.
public struct StatisticMaterial: Sendable {
  /// The result of reading the capture.
  public var analysis: Analysis
  /// What of it is shown.
  public var selection: StatisticSelection
  /// Name and version of the program (`captcp 1.2.3`).
  public var tool: String

  /// Makes the material of one run.
  public init(analysis: Analysis, selection: StatisticSelection = StatisticSelection(), tool: String) {
    self.analysis = analysis
    self.selection = selection
    self.tool = tool
  }
}

/// Takes the next bytes of an output; writers call it with pieces of about 64 KiB.
public typealias ByteSink<Failure: Error> = ([UInt8]) throws(Failure) -> Void

/// How much text is gathered before it is handed on, in bytes.
let pieceSize = 64 << 10
