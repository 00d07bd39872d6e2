import Foundation
import Measurements
import Testing

@testable import Charts

/// Whole layouts as text, one draw command a line, compared with what is stored in `Snapshots`.
///
/// With `RECORD_SNAPSHOTS=1` in the environment the stored ones are written anew; a missing one is written, and
/// the test fails once.
@Suite struct SceneRecordingTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "Snapshots")

  private func compare(_ chart: any Chart, _ style: ChartStyle, _ name: String) throws {
    let scene = try chart.scene(style: style, measurer: FixedMeasurer())
    let recording = String(decoding: SceneRecording.lines(scene), as: UTF8.self)
    let file = Self.folder.appending(path: name + ".txt")
    let isRecording = ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1"
    guard !isRecording, let stored = try? String(contentsOf: file, encoding: .utf8) else {
      try recording.write(to: file, atomically: true, encoding: .utf8)
      #expect(Bool(isRecording), "\(name) was missing and is recorded now; look at it and run again")
      return
    }
    guard stored != recording else { return }
    let old = stored.split(separator: "\n")
    let new = recording.split(separator: "\n")
    let line =
      zip(old, new).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(old.count, new.count)
    let before = line < old.count ? old[line] : "(end)"
    let after = line < new.count ? new[line] : "(end)"
    Issue.record(
      "\(name) differs in line \(line + 1)\n- \(before)\n+ \(after)\nRECORD_SNAPSHOTS=1 records it anew")
  }

  @Test(arguments: [
    ("ten", Preset.screen, Theme.light), ("states", .screen, .dark), ("zoom", .paperColumn, .grey),
    ("IPv6", .ticket, .light), ("none", .html, .light), ("wrap", .slide, .light),
  ])
  func timeSequenceIsAsRecorded(_ data: String, _ preset: Preset, _ theme: Theme) throws {
    try compare(
      TimeSequenceChart(data: ChartDataSets.timeSequence(data), options: ChartDataSets.options(data)),
      ChartStyle(preset: preset, theme: theme), "timesequence-\(data)-\(preset.rawValue)-\(theme.rawValue)")
  }

  @Test func insetIsAsRecorded() throws {
    var options = TimeSequenceChart.Options()
    options.inset = 500_000_000...900_000_000
    try compare(
      TimeSequenceChart(data: ChartDataSets.timeSequence("states"), options: options),
      ChartStyle(preset: .paperPage), "timesequence-inset-paper-page")
  }

  @Test func detrendedIsAsRecorded() throws {
    var options = TimeSequenceChart.Options()
    options.isDetrended = true
    try compare(
      TimeSequenceChart(data: ChartDataSets.timeSequence("states"), options: options), ChartStyle(),
      "timesequence-detrended-screen")
  }

  @Test(arguments: [("states", Preset.screen), ("ten", .ticket), ("absolute", .paperColumn)])
  func throughputIsAsRecorded(_ data: String, _ preset: Preset) throws {
    try compare(
      ThroughputChart(data: ChartDataSets.throughput(data)), ChartStyle(preset: preset),
      "throughput-\(data)-\(preset.rawValue)")
  }

  @Test(arguments: RowDataSets.kinds, [("ten", Preset.screen), ("states", .paperColumn)])
  func rowsAreAsRecorded(_ kind: String, _ set: (name: String, preset: Preset)) throws {
    try compare(
      RowDataSets.chart(kind, set.name), ChartStyle(preset: set.preset),
      "\(kind)-\(set.name)-\(set.preset.rawValue)")
  }

  @Test(arguments: [
    ("flowgraph", "ten", Preset.screen), ("flowgraph", "two", .paperColumn),
    ("flowgraph-peer", "ten", .ticket),
    ("flowgraph-scale", "ten", .screen),
  ])
  func flowGraphIsAsRecorded(_ kind: String, _ data: String, _ preset: Preset) throws {
    try compare(
      AllCharts.chart(kind, data), ChartStyle(preset: preset), "\(kind)-\(data)-\(preset.rawValue)")
  }

  @Test func histogramIsAsRecorded() throws {
    try compare(AllCharts.chart("rtt-histogram", "states"), ChartStyle(), "rtt-histogram-states-screen")
  }

  /// A kind that is drawn by nobody's recording would change unseen.
  @Test func everyKindHasARecording() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    for kind in AllCharts.kinds {
      #expect(names.contains { $0.hasPrefix(kind + "-") }, "\(kind)")
    }
  }

  @Test func recordingIsOneCommandALine() throws {
    let scene = try TimeSequenceChart(data: ChartDataSets.timeSequence("ten")).scene(
      style: ChartStyle(), measurer: FixedMeasurer())
    let lines = String(decoding: SceneRecording.lines(scene), as: UTF8.self).split(separator: "\n")
    #expect(lines.count == scene.commands.count + scene.plots.count + 1)
    for line in lines {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
      #expect(object is [String: Any])
    }
  }
}
