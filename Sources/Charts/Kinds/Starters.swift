import Measurements

extension TimeSequenceChart: StarterChart {
  /// Segments as bars, acknowledgments and window as steps.
  public var starter: ChartStarter {
    func segments(_ kind: TimeSequenceData.SegmentKind, _ title: String, _ role: Role) -> ChartStarter.Layer {
      .init(
        .bars(to: "end_B"), y: .column("start_B"), title: title, role: role,
        condition: .init("kind", kind.columnName))
    }
    return ChartStarter(
      yLabel: "Sequence number (B)",
      layers: [
        .init(.steps, table: "window", y: .column("edge_B"), title: "ACK + window", role: .win),
        .init(
          .bars(to: "right_B"), table: "sack", y: .column("left_B"), title: "SACK block", role: .sack),
        .init(.steps, table: "ack", y: .column("ack_B"), title: "acknowledged", role: .ack),
        segments(.newData, "new data", .data), segments(.reordered, "out of order", .aux),
        segments(.retransmission, "retransmission", .loss),
        segments(.retransmissionAfterTimeout, "after a timeout", .loss),
      ])
  }
}

extension ThroughputChart: StarterChart {
  /// Rates of the bins as steps.
  public var starter: ChartStarter {
    let wire = "\(columnPrefix)_bit_per_s"
    let layers: [ChartStarter.Layer]
    if data.series.count > 1 {
      layers = data.series.enumerated().map { index, series in
        .init(
          .steps, y: .column(wire), title: series.name,
          role: SeriesCycle.roles[index % SeriesCycle.roles.count],
          condition: .init("series", series.name))
      }
    } else {
      let goodput = ChartStarter.Layer(
        .steps, y: .column("goodput_bit_per_s"), title: "goodput", role: .ack)
      layers =
        data.layer == .goodput
        ? [goodput] : [.init(.steps, y: .column(wire), title: layerName, role: .data), goodput]
    }
    return ChartStarter(yLabel: "Rate (bit/s)", layers: layers)
  }
}

extension PathChart: StarterChart {
  /// The delay of each packet above the least one, in two colours for the two ways.
  public var starter: ChartStarter {
    ChartStarter(
      yLabel: "Delay above least (s)",
      layers: data.ways.enumerated().map { index, way in
        .init(
          .points, table: way.table.name, y: .column("above_least_s"), title: way.name,
          role: index == 0 ? .data : .ack)
      })
  }
}

extension RecoveryChart: StarterChart {
  /// A row for each kind of event that there is.
  public var starter: ChartStarter {
    let kinds = RecoveryData.Kind.allCases.filter { data.spans[$0]?.isEmpty == false }
    var starter = ChartStarter(
      yLabel: "",
      layers: kinds.enumerated().map { row, kind in
        .init(
          .spans(to: "end_s"), x: .column("start_s"), y: .constant(Double(row)), title: "", role: kind.role,
          condition: .init("kind", kind.rawValue))
      })
    starter.isReversed = true
    starter.ticks = kinds.enumerated().map { .init(Double($0), $1.laneName) }
    return starter
  }
}

extension TimelineChart: StarterChart {
  /// A row for each connection, with dots where it carried data.
  public var starter: ChartStarter {
    var starter = ChartStarter(
      yLabel: "Connection",
      layers: [
        .init(
          .spans(to: "last_s"), x: .column("first_s"), y: .column("connection"), title: "open", role: .aux),
        .init(
          .points, table: "cell", x: .column("start_s"), y: .column("connection"), title: "payload",
          role: .data),
      ])
    starter.isReversed = true
    return starter
  }
}

extension FlowGraphChart: StarterChart {
  /// Arrows between two lines; time runs downwards, to scale.
  public var starter: ChartStarter {
    func packets(_ name: String, from x: Double, _ length: Double, _ role: Role) -> ChartStarter.Layer {
      .init(
        .arrows(length), x: .constant(x), y: .column("time_s"), title: name, role: role,
        condition: .init("from", name))
    }
    var starter = ChartStarter(
      xLabel: "", yLabel: "Time (s)",
      layers: [packets(data.left.name, from: 0, 1, .data), packets(data.right.name, from: 1, -1, .ack)])
    starter.isReversed = true
    return starter
  }
}

extension CompareChart: StarterChart {
  /// Steps of each flow, or their distributions.
  public var starter: ChartStarter {
    let metric = shownMetric
    let layers = drawn.enumerated().map { index, series -> ChartStarter.Layer in
      let role = Self.role(index)
      let condition = ChartStarter.Condition("series", series.name)
      guard isDistribution else {
        return .init(.steps, y: .column(metric.column), title: series.name, role: role, condition: condition)
      }
      return .init(
        .steps, table: "distribution", x: .column(metric.column), y: .column("share_percent"),
        title: series.name,
        role: role, condition: condition)
    }
    let label = "\(metric.axisName) (\(metric.columnUnit))"
    return isDistribution
      ? ChartStarter(xLabel: label, yLabel: "\(metric.sampleNoun) (%)", layers: layers)
      : ChartStarter(yLabel: label, layers: layers)
  }
}
