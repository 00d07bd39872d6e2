import ArgumentParser
@preconcurrency import Glibc
import PacketCapture

/// Options for the key of pseudonyms.
struct KeyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Secret that the pseudonyms depend on: the same one gives the same pseudonyms, also in other runs and captures. "
        + "Other users of the machine may see it; a file is safer.", valueName: "text"))
  var key: String?

  @Option(
    help: ArgumentHelp(
      "The same from a file; 32 bytes are a key in the form of Crypto-PAn. Without a key there is a random one each time.",
      valueName: "file"), completion: .file())
  var keyFile: String?

  /// Whether the user gave a key.
  var isGiven: Bool { key != nil || keyFile != nil }

  func validate() throws {
    if key != nil, keyFile != nil { throw ValidationError("--key and --key-file exclude each other") }
    if key?.isEmpty == true { throw ValidationError("--key is empty") }
  }

  /// Pseudonyms under the key.
  ///
  /// - Throws: ``CommandFailure`` if the file cannot be read, or there is no random number to be had.
  func anonymization(mapsPorts: Bool) throws(CommandFailure) -> Anonymization {
    var secret = key.map { Array($0.utf8) }
    if let keyFile { secret = try Self.read(keyFile) }
    guard var result = secret.map({ Anonymization(secret: $0) }) ?? Anonymization.random() else {
      throw CommandFailure(
        .missing, "no key can be made: the system gives no random numbers, or libcrypto fails")
    }
    result.mapsPorts = mapsPorts
    return result
  }

  private static func read(_ path: String) throws(CommandFailure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw CommandFailure(.usage, "\(path): \(SystemError.text(errno))") }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let size = bytes.count
    var used = 0
    while used < size {
      let count = bytes.withUnsafeMutableBytes { buffer in
        Glibc.read(descriptor, buffer.baseAddress?.advanced(by: used), size - used)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw CommandFailure(.usage, "\(path): \(SystemError.text(errno))") }
      if count == 0 { break }
      used += count
    }
    guard used > 0 else { throw CommandFailure(.usage, "\(path): is empty, and no key") }
    guard used < size else { throw CommandFailure(.usage, "\(path): is too long for a key") }
    return Array(bytes[..<used])
  }
}

/// Options for results that name no host.
struct AnonymityOptions: ParsableArguments {
  @Flag(
    help: ArgumentHelp(
      "Replace addresses, names of captures and interfaces, and comments by pseudonyms in everything that is written. "
        + "Conditions and options that name addresses mean pseudonyms then; filters still see the packets. Times stay, and "
        + "the SHA-256 of captures, where it is written."))
  var anonymize = false

  @Flag(help: "With --anonymize, replace ports too, each by one of its range.")
  var anonymizePorts = false

  @OptionGroup var keys: KeyOptions

  func validate() throws {
    if anonymizePorts, !anonymize { throw ValidationError("--anonymize-ports needs --anonymize") }
    if keys.isGiven, !anonymize { throw ValidationError("--key and --key-file need --anonymize") }
  }

  /// How names are replaced; `nil` if they are not.
  ///
  /// - Throws: ``CommandFailure``.
  func anonymization() throws(CommandFailure) -> Anonymization? {
    anonymize ? try keys.anonymization(mapsPorts: anonymizePorts) : nil
  }
}
