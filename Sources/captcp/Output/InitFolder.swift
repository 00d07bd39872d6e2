import Charts
@preconcurrency import Glibc
import Measurements
import Reporting

/// The folder of one figure that regenerates itself: a Makefile, and scripts of other tools beside the data.
struct InitFolder {
  /// Path of the folder, which ends in `/`.
  let path: String
  /// Name of the figure's files, without ending.
  let name: String
  /// The scripts.
  let scripts: StarterFile
  /// Whether files that were edited are overwritten.
  let overwrites: Bool
  /// The command line, without the program's name.
  let arguments: [String]
  /// Files that the command line names, captures first.
  let inputs: [String]
  /// Speaks to the user.
  let console: Console

  /// Writes the files beside those of the figure.
  ///
  /// - Throws: ``CommandFailure``.
  func write(to files: inout OutputFiles) throws(CommandFailure) {
    try write(try makefile(), to: "Makefile", &files)
    try write(scripts.gnuplot(), to: name + ".gpi", &files)
    try write(scripts.pgfplots(), to: name + ".tikz", &files)
    try write(scripts.pgfplotsDocument(), to: name + "-pgfplots.tex", &files)
  }

  /// Leaves a file alone that the user has edited.
  private func write(_ text: String, to file: String, _ files: inout OutputFiles) throws(CommandFailure) {
    let bytes = Array(text.utf8)
    if !overwrites, let old = SmallFile.content(path + file, limit: 1 << 22), old != bytes {
      console.warn("\(path)\(file) is kept as it is: --force overwrites it")
      return
    }
    try files.write(bytes, to: path + file)
  }

  private func makefile() throws(CommandFailure) -> String {
    var sources: [String] = []
    for input in inputs { sources.append(try MakeText.path(relative(input))) }
    let command = try command()
    return """
      # Regenerates the figure from the capture. Written by \(Version.tool) --init; yours to edit.
      #
      #   make           data and pictures, by captcp
      #   make gnuplot   the figure by gnuplot, from \(name).dat and \(name).gpi
      #   make tikz      the figure by pgfplots, from \(name).csv and \(name).tikz
      #   make clean     removes what make can make again

      CAPTCP ?= captcp
      INPUTS = \(sources.joined(separator: " "))

      all: .\(name).stamp

      # captcp leaves files alone whose content stays the same: the stamp tells make that it ran.
      .\(name).stamp: $(INPUTS)
      \t$(CAPTCP) \(command)
      \t@touch $@

      $(INPUTS):

      \(name).dat \(name).csv: .\(name).stamp
      \t@test -e $@ || { rm -f $<; $(MAKE) $<; }

      gnuplot: \(name)-gnuplot.pdf
      \(name)-gnuplot.pdf: \(name).gpi \(name).dat
      \tgnuplot \(name).gpi

      tikz: \(name)-pgfplots.pdf
      \(name)-pgfplots.pdf: \(name)-pgfplots.tex \(name).tikz \(name).csv
      \tpdflatex -interaction=batchmode -halt-on-error \(name)-pgfplots.tex

      clean:
      \trm -f .\(name).stamp \(name)-gnuplot.pdf \(name)-pgfplots.pdf \(name)-pgfplots.log \(name)-pgfplots.aux

      .PHONY: all gnuplot tikz clean

      """
  }

  /// The command line once more, with the folder itself as its output and paths as they are seen from there.
  private func command() throws(CommandFailure) -> String {
    var words: [String] = []
    for word in [arguments.first ?? "", "-o", "./"] + InitCommand.words(arguments.dropFirst(), path: pathWord)
    {
      words.append(try MakeText.recipe(word))
    }
    return words.joined(separator: " ")
  }

  /// A word that names an input as the path from the folder; any other as it is.
  private func pathWord(_ word: String) -> String { inputs.contains(word) ? relative(word) : word }

  /// A path as it is seen from the folder.
  private func relative(_ input: String) -> String {
    guard !input.hasPrefix("/") else { return input }
    let parts = path.split(separator: "/").filter { $0 != "." }
    guard !path.hasPrefix("/"), !parts.contains("..") else {
      // Only the full path leads back from a folder elsewhere.
      return WorkingFolder.path.map { "\($0)/\(input)" } ?? input
    }
    return String(repeating: "../", count: parts.count) + input
  }
}
