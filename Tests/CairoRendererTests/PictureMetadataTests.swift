import Testing

@testable import CairoRenderer

@Suite struct PictureMetadataTests {
  @Test(arguments: [
    (0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"), (951_868_799, "2000-02-29T23:59:59Z"),
    (1_700_000_000, "2023-11-14T22:13:20Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
    (1_704_067_199, "2023-12-31T23:59:59Z"), (-5, "1970-01-01T00:00:00Z"),
    (253_402_300_799, "9999-12-31T23:59:59Z"), (Int64.max, "9999-12-31T23:59:59Z"),
  ])
  func creationDateIsWrittenInUTC(seconds: Int64, date: String) {
    var metadata = PictureMetadata.sample
    metadata.creationSeconds = seconds
    #expect(metadata.creationDate == date)
  }

  @Test(arguments: [
    ("plain", "plain"), ("tab\tline\n", "tab line "), ("nul\0esc\u{1B}", "nul\u{FFFD}esc\u{FFFD}"),
    ("host\u{202E}moc", "host\u{FFFD}moc"), ("→ µ −", "→ µ −"), ("0123456789ABC", "0123456789…"),
  ])
  func textBecomesDrawable(text: String, drawable: String) {
    #expect(text.drawable(limit: 10) == drawable || text.drawable(limit: 100) == drawable)
    #expect(text.drawable(limit: 10).unicodeScalars.count <= 11)
  }

  @Test func errorsSayWhatToDoOnOneLine() {
    let errors: [RendererError] = [
      .noFonts, .invalidPage(width: 0, height: .nan), .invalidResolution(dotsPerInch: 0),
      .tooManyPixels(width: 1e6, height: 1e6), .drawing(reason: "out of memory"), .compression(status: -2),
    ]
    for error in errors {
      #expect(!error.description.contains("\n") && !error.description.hasSuffix("."))
    }
  }

  @Test func versionsAreNumbers() {
    #expect(CairoVersions.cairo.split(separator: ".").allSatisfy { Int($0) != nil })
    #expect(CairoVersions.pango.split(separator: ".").allSatisfy { Int($0) != nil })
  }
}
