import Testing

@testable import Charts

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The palette's own numbers computed anew: contrast (WCAG 2.1) and distance for the forms of colour blindness.
@Suite struct PaletteTests {
  @Test(arguments: Theme.allCases)
  func marksHaveAContrastOfThreeAndTextOfFourAndAHalf(_ theme: Theme) {
    let background = theme.color(.background)
    for role in Role.allCases {
      #expect(contrast(theme.color(role), background) >= 3, "\(theme) \(role)")
      #expect(contrast(theme.textColor(role), background) >= 4.5, "\(theme) \(role) text")
    }
    for surface in [Surface.text, .muted] {
      #expect(contrast(theme.color(surface), background) >= 4.5, "\(theme) \(surface)")
    }
    #expect(contrast(theme.color(.axis), background) >= 3)
    #expect(contrast(theme.textColor(.loss), theme.color(.band)) >= 4.5)
  }

  @Test(arguments: [Theme.light, .dark], Vision.allCases)
  func rolesAreApartForEachVision(_ theme: Theme, _ vision: Vision) {
    let colors = Role.allCases.map { lab(vision.apply(linear(theme.color($0)))) }
    for first in colors.indices {
      for second in colors.indices where second > first {
        let distance = zip(colors[first], colors[second]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
          .squareRoot()
        #expect(distance >= 15, "\(theme) \(vision): \(Role.allCases[first]) and \(Role.allCases[second])")
      }
    }
  }

  @Test func heatRampGoesAwayFromTheBackground() {
    for theme in Theme.allCases {
      let contrasts = theme.heatRamp.map { contrast($0, theme.color(.background)) }
      #expect(zip(contrasts, contrasts.dropFirst()).allSatisfy { $0 < $1 })
    }
  }

  @Test func greyRolesThatShareAColourDifferInDashOrShape() {
    #expect(Theme.grey.dash(.win) == [4, 1.5])
    #expect(Theme.grey.dash(.aux) == [2, 2])
    #expect(Theme.light.dash(.win).isEmpty)
    #expect(Set(SeriesCycle.dashes).count == 6)
    #expect(Set(SeriesCycle.roles).count == 6)
  }

  @Test func variablesCoverAllRolesAndSurfaces() {
    let names = Theme.light.cssVariables.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.contains("--data") && names.contains("--loss-text") && names.contains("--background"))
    #expect(Color(0x154C9E).hex == "#154C9E")
  }

  // MARK: Colour arithmetic

  enum Vision: CaseIterable, Sendable {
    case normal, protan, deutan, tritan

    /// Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
    /// Deficiency", 2009: matrices for severity 1.0 on linear RGB.
    var matrix: [[Double]] {
      switch self {
      case .normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
      case .protan:
        [
          [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
        ]
      case .deutan:
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
      case .tritan:
        [
          [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900],
        ]
      }
    }

    func apply(_ rgb: [Double]) -> [Double] {
      matrix.map { row in min(1, max(0, zip(row, rgb).reduce(0) { $0 + $1.0 * $1.1 })) }
    }
  }

  private func linear(_ color: Color) -> [Double] {
    [color.red, color.green, color.blue].map { byte in
      let value = Double(byte) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
  }

  private func contrast(_ first: Color, _ second: Color) -> Double {
    let luminances = [first, second].map { color in
      zip([0.2126, 0.7152, 0.0722], linear(color)).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return ((luminances.max() ?? 0) + 0.05) / ((luminances.min() ?? 0) + 0.05)
  }

  /// CIE L*a*b* under D65.
  private func lab(_ rgb: [Double]) -> [Double] {
    let x = (0.4124564 * rgb[0] + 0.3575761 * rgb[1] + 0.1804375 * rgb[2]) / 0.95047
    let y = 0.2126729 * rgb[0] + 0.7151522 * rgb[1] + 0.0721750 * rgb[2]
    let z = (0.0193339 * rgb[0] + 0.1191920 * rgb[1] + 0.9503041 * rgb[2]) / 1.08883
    func root(_ value: Double) -> Double { value > 0.008856 ? cbrt(value) : 7.787 * value + 16.0 / 116 }
    return [116 * root(y) - 16, 500 * (root(x) - root(y)), 200 * (root(y) - root(z))]
  }
}
