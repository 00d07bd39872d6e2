// swift-tools-version: 6.2
import PackageDescription

// The libraries are links to the folders of the main package, so that nothing of fuzzing stands in its manifest.
let package = Package(
  name: "captcp-fuzz",
  targets: [
    .systemLibrary(name: "CPcap", path: "Sources/CPcap", pkgConfig: "libpcap"),
    .systemLibrary(name: "CZlib", path: "Sources/CZlib", pkgConfig: "zlib"),
    .systemLibrary(name: "CZstd", path: "Sources/CZstd", pkgConfig: "libzstd"),
    .systemLibrary(name: "CCrypto", path: "Sources/CCrypto", pkgConfig: "libcrypto"),
    .systemLibrary(name: "CProcessor", path: "Sources/CProcessor"),
    .target(name: "Measurements"),
    .target(name: "PacketCapture", dependencies: ["Measurements", "CPcap", "CZlib", "CZstd", "CCrypto"]),
    .target(name: "TCPAnalysis", dependencies: ["PacketCapture", "Measurements", "CProcessor"]),
    .target(
      name: "Fixtures", dependencies: ["CZstd"], exclude: ["captures", "scripts", "pictures", "README.md"]),
    .executableTarget(name: "captcp-fuzz", dependencies: ["TCPAnalysis", "PacketCapture", "Fixtures"]),
  ],
  swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ]
}
