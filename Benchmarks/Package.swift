// swift-tools-version: 6.2
import PackageDescription

// The libraries are links to the folders of the main package, the data sets to those of its tests, so that nothing of
// benchmarks stands in its manifest. Build with -Xswiftc -enable-testing: the data sets use what only tests see.
let package = Package(
  name: "captcp-benchmarks",
  targets: [
    .systemLibrary(name: "CZlib", path: "Sources/CZlib", pkgConfig: "zlib"),
    .systemLibrary(name: "CCairo", path: "Sources/CCairo", pkgConfig: "pangocairo"),
    .target(name: "Measurements"),
    .target(name: "Charts", dependencies: ["Measurements"]),
    .target(name: "CairoRenderer", dependencies: ["Charts", "CCairo", "CZlib"]),
    .executableTarget(name: "draw", dependencies: ["CairoRenderer", "Charts", "Measurements"]),
    .executableTarget(name: "growth", dependencies: ["CairoRenderer", "Charts", "Measurements"]),
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
