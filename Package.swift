// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "captcp",
  products: [.executable(name: "captcp", targets: ["captcp"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // System libraries, found through pkg-config.
    .systemLibrary(name: "CPcap", path: "Sources/CPcap", pkgConfig: "libpcap"),
    .systemLibrary(name: "CZlib", path: "Sources/CZlib", pkgConfig: "zlib"),
    .systemLibrary(name: "CZstd", path: "Sources/CZstd", pkgConfig: "libzstd"),
    .systemLibrary(name: "CCrypto", path: "Sources/CCrypto", pkgConfig: "libcrypto"),
    .systemLibrary(name: "CCairo", path: "Sources/CCairo", pkgConfig: "pangocairo"),
    // No library: what the compiler knows of the processor and Swift has no word for.
    .systemLibrary(name: "CProcessor", path: "Sources/CProcessor"),

    // Libraries, the lowest first; a target imports only what stands above it here (LayeringTests).
    .target(name: "Measurements"),
    .target(
      name: "PacketCapture",
      dependencies: ["Measurements", "CPcap", "CZlib", "CZstd", "CCrypto"]),
    .target(name: "TCPAnalysis", dependencies: ["PacketCapture", "Measurements", "CProcessor"]),
    .target(name: "Charts", dependencies: ["Measurements"]),
    .target(name: "CairoRenderer", dependencies: ["Charts", "CCairo", "CZlib"]),
    .target(name: "FigureCheck", dependencies: ["CZlib"]),
    .target(
      name: "ReportTemplates", path: "Templates",
      resources: [.embedInCode("html"), .embedInCode("markdown"), .embedInCode("workflow")]),
    .target(
      name: "Reporting",
      dependencies: [
        "TCPAnalysis", "PacketCapture", "Charts", "Measurements", "ReportTemplates",
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "Yams", package: "Yams"),
      ]),
    .executableTarget(
      name: "captcp",
      dependencies: [
        "Reporting", "CairoRenderer", "FigureCheck", "Charts", "TCPAnalysis", "PacketCapture", "Measurements",
        "ReportTemplates",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ]),

    // Test data and tests.
    .target(
      name: "Fixtures", dependencies: ["CZstd"], path: "Fixtures",
      exclude: ["captures", "scripts", "pictures", "README.md"]),
    .testTarget(name: "MeasurementsTests", dependencies: ["Measurements", "Fixtures"]),
    .testTarget(
      name: "PacketCaptureTests", dependencies: ["PacketCapture", "Measurements", "Fixtures", "CPcap"]),
    .testTarget(
      name: "TCPAnalysisTests", dependencies: ["TCPAnalysis", "PacketCapture", "Measurements", "Fixtures"]),
    .testTarget(
      name: "TruthTests",
      dependencies: ["TCPAnalysis", "PacketCapture", "Measurements", "Fixtures", "CZlib"]),
    .testTarget(name: "ChartsTests", dependencies: ["Charts", "Measurements"], exclude: ["Snapshots"]),
    .testTarget(
      name: "CairoRendererTests", dependencies: ["CairoRenderer", "Charts", "Measurements", "CZlib"]),
    .testTarget(
      name: "FigureCheckTests",
      dependencies: ["FigureCheck", "CairoRenderer", "Charts", "Fixtures", "CZlib"]),
    .testTarget(
      name: "ReportingTests",
      dependencies: ["Reporting", "TCPAnalysis", "PacketCapture", "Charts", "Measurements", "Fixtures"],
      exclude: ["Snapshots"]),
    .testTarget(
      name: "EndToEndTests", dependencies: ["captcp", "Fixtures"],
      exclude: ["Snapshots", "cases.txt", "lab.tsv"]),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "captcp", "Fixtures", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .testTarget(name: "FixturesTests", dependencies: ["Fixtures"]),
    .testTarget(name: "LayeringTests"),
  ],
  swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
  target.swiftSettings =
    (target.swiftSettings ?? []) + [
      .enableUpcomingFeature("ExistentialAny"),
      .enableUpcomingFeature("InternalImportsByDefault"),
      .enableUpcomingFeature("MemberImportVisibility"),
    ]
}

// A debug build optimises the libraries and keeps their assertions: the tests analyse, draw and measure hundreds of
// captures, which takes twice as long without.
let libraries: Set = [
  "Measurements", "PacketCapture", "TCPAnalysis", "Charts", "CairoRenderer", "FigureCheck", "Reporting",
]
for target in package.targets where libraries.contains(target.name) {
  target.swiftSettings?.append(
    .unsafeFlags(["-O", "-assert-config", "Debug"], .when(configuration: .debug)))
}
