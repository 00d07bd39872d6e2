import Foundation
import Testing

@Suite struct CaseTests {
  @Test(arguments: Case.all) func runPrintsWhatWasRecorded(example: Case) throws {
    let outcome = try example.run()
    #expect(outcome.status == example.status, "\(outcome.errors)")
    var text = outcome.text
    if !outcome.errors.isEmpty { text += "[standard error]\n" + outcome.errors }
    try Snapshot.compare(
      text.replacing(/captcp \d+\.\d+\.\d+[-.\w]*/, with: "captcp VERSION"), to: example.name)
  }

  @Test func everyCaseHasANameOfItsOwn() {
    #expect(!Case.all.isEmpty)
    #expect(Set(Case.all.map(\.name)).count == Case.all.count)
  }

  @Test func everySnapshotBelongsToACase() throws {
    let names = Set(Case.all.map(\.name))
    for name in try Snapshot.names() {
      #expect(names.contains(name), "Snapshots/\(name).txt is without a line in cases.txt")
    }
  }
}
