import Reporting

/// Writes the result of `statistic` where the user wants it, piece by piece.
struct StatisticDelivery {
  /// What is written.
  let material: StatisticMaterial
  /// All values in the text form.
  let isExtended: Bool
  /// Hosts instead of connections.
  let isPerHost: Bool
  /// A format of the user instead of the text form.
  let userFormat: StatisticUserFormat?
  /// Colours of standard output.
  let style: TerminalStyle

  /// Writes it.
  ///
  /// - Returns: The files written.
  /// - Throws: ``CommandFailure``.
  func deliver(to destination: Destination) throws(CommandFailure) -> OutputFiles {
    let delivery = PieceDelivery(
      name: isPerHost ? "hosts" : "statistic", folderForms: [.text, .csv, .json]
    ) { format, isFile, sink throws(CommandFailure) in
      try write(format, isFile: isFile, to: sink)
    }
    return try delivery.deliver(to: destination)
  }

  private func write(
    _ format: OutputFormat, isFile: Bool, to sink: ByteSink<CommandFailure>
  ) throws(CommandFailure) {
    let usesColor = style.usesColor && !isFile
    switch format {
    case .csv:
      isPerHost ? try sink(StatisticHosts(material).csv()) : try StatisticCSV(material).write(to: sink)
    case .json:
      isPerHost ? try sink(StatisticHosts(material).json()) : try StatisticJSON(material).write(to: sink)
    default:
      if isPerHost {
        try sink(StatisticHosts(material).text(usesColor: usesColor))
      } else if let userFormat {
        try userFormat.write(material, to: sink)
      } else {
        var options = StatisticText.Options()
        options.isExtended = isExtended
        options.usesColor = usesColor
        options.includesCaptureNotes = isFile
        try StatisticText(material, options: options).write(to: sink)
      }
    }
  }
}
