import ArgumentParser

/// An option that only some forms of a result have a use for.
struct OptionUse {
  /// The forms of pictures.
  static let pictures: Set<OutputFormat> = [.pdf, .png, .svg]

  /// The option as users write it.
  let name: String
  /// Whether the user gave it.
  let isGiven: Bool
  /// The forms that it changes.
  var formats = Self.pictures

  /// Why the first of the options that would do nothing is refused; `nil` if all have an effect.
  ///
  /// - Parameters:
  ///   - uses: The options.
  ///   - formats: Forms that are written.
  /// - Returns: One sentence.
  static func problem(of uses: [OptionUse], writing formats: Set<OutputFormat>) -> String? {
    guard let use = uses.first(where: { $0.isGiven && formats.isDisjoint(with: $0.formats) }) else {
      return nil
    }
    let names = use.formats.map(\.rawValue).sorted()
    let list =
      names.count > 1 ? names.dropLast().joined(separator: ", ") + " or " + names[names.count - 1] : names[0]
    return "\(use.name) has no use here: it is for \(list)"
  }
}

extension OutputOptions {
  /// The forms that are written, as far as the names of the files tell; all of them where they tell none.
  var formats: Set<OutputFormat> {
    let all = Set(Forms.formats)
    guard !outputs.isEmpty else {
      return [format.flatMap { OutputFormat(rawValue: $0.rawValue) } ?? Forms.formats[0]]
    }
    return outputs.reduce(into: []) { formats, path in
      formats.formUnion((try? place(path).formats(ofFolder: all)) ?? all)
    }
  }

  /// Refuses options that nothing of what is written has a use for: one that did nothing would mislead.
  ///
  /// - Parameters:
  ///   - uses: The options.
  ///   - isInit: Whether a folder with all forms is made.
  /// - Throws: `ValidationError`.
  func refuseUnused(_ uses: [OptionUse], isInit: Bool) throws {
    guard !isInit, let problem = OptionUse.problem(of: uses, writing: formats) else { return }
    throw ValidationError(problem)
  }
}
