import Testing

@testable import TCPAnalysis

@Suite struct SentQueueTests {
  /// However many timeouts there were: their number wraps.
  @Test(arguments: [1, 2, 65_534, 65_535, 65_536, 200_000]) func aTimeoutForgetsWhatWasSentAgain(
    timeouts: Int
  ) {
    var queue = SentQueue()
    defer { queue.release() }
    queue.append(start: 1, end: 101, time: 1, timestamp: 0)
    queue.append(start: 101, end: 201, time: 1, timestamp: 0)
    queue.resend(start: 1, end: 101, time: 2, timestamp: 0)
    #expect(queue.isResentSinceTimeout(queue[0]) && !queue.isResentSinceTimeout(queue[1]))
    #expect(queue.resentBytes == 100)
    for _ in 0..<timeouts { queue.beginTimeout() }
    #expect(!queue.isResentSinceTimeout(queue[0]) && !queue.isResentSinceTimeout(queue[1]))
    #expect(queue.resentBytes == 0)
    queue.resend(start: 101, end: 201, time: 3, timestamp: 0)
    #expect(!queue.isResentSinceTimeout(queue[0]) && queue.isResentSinceTimeout(queue[1]))
    #expect(queue.resentBytes == 100)
  }
}
