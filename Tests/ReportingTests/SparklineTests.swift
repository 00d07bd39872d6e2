import Reporting
import TCPAnalysis
import Testing

@Suite struct SparklineTests {
  @Test func zeroIsNeverABlockAndTheLeastIsNeverADot() {
    #expect(SparklineBlock.line([0, 0.001, 4, 8], isASCII: false) == "\u{B7}\u{2581}\u{2584}\u{2588}")
    #expect(SparklineBlock.line([0, 0.001, 8], isASCII: true) == " _#")
    #expect(SparklineBlock.line([0, 0], isASCII: false) == "\u{B7}\u{B7}")
  }

  @Test func rowsShareOneTimeAxis() throws {
    let block = try #require(SparklineBlock(flow: SampleMaterial.material().flows[0]))
    #expect(block.rows.map(\.name) == ["sent", "window", "sent again", "zero window"])
    #expect(block.rows.allSatisfy { $0.values.count == 48 })
    #expect(block.start == "0.06 s" && block.stop == "8.44 s")
    #expect(block.rows[3].note == "2.19 s" && block.rows[2].note == "134 segments")
    // Nothing is sent while the window is zero, but for the columns at its edges.
    let zero = block.rows[3].values.indices.filter { block.rows[3].values[$0] > 0 }
    #expect(zero.dropFirst().dropLast().allSatisfy { block.rows[0].values[$0] == 0 })
  }

  @Test func flowWithoutDataHasNone() {
    var flow = SampleMaterial.material().flows[0]
    flow.series = [TimeSequenceSeries(flow: flow.flow)]
    #expect(SparklineBlock(flow: flow) == nil)
  }

  @Test func oneSegmentFillsOneColumn() throws {
    var series = TimeSequenceSeries(flow: FlowID(connection: 1, direction: 1))
    series.segmentTimes = [SampleMaterial.start]
    series.segmentStarts = [1]
    series.segmentEnds = [11]
    series.segmentClasses = [.newData]
    var flow = SampleMaterial.material().flows[0]
    flow.series = [series]
    let block = try #require(SparklineBlock(flow: flow))
    #expect(block.rows.map(\.name) == ["sent"] && block.rows[0].values.filter { $0 > 0 } == [10])
  }
}
